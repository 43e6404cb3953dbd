"""Numbers as cooks write them: 1½, 1 1/2, 0,75, "half a", "two"; read as fractions and written. Not what they count."""

import re
from fractions import Fraction

VULGAR = {
    "½": Fraction(1, 2),
    "⅓": Fraction(1, 3),
    "⅔": Fraction(2, 3),
    "¼": Fraction(1, 4),
    "¾": Fraction(3, 4),
    "⅕": Fraction(1, 5),
    "⅖": Fraction(2, 5),
    "⅗": Fraction(3, 5),
    "⅘": Fraction(4, 5),
    "⅙": Fraction(1, 6),
    "⅚": Fraction(5, 6),
    "⅛": Fraction(1, 8),
    "⅜": Fraction(3, 8),
    "⅝": Fraction(5, 8),
    "⅞": Fraction(7, 8),
}
SIGNS = {value: sign for sign, value in VULGAR.items()}
WORDS = {
    "a": Fraction(1),
    "an": Fraction(1),
    "half": Fraction(1, 2),
    "quarter": Fraction(1, 4),
    "third": Fraction(1, 3),
    **{
        word: Fraction(count)
        for count, word in enumerate(
            ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"), 1
        )
    },
}
COUNTING = "|".join(word for word in WORDS if word not in ("a", "an", "half", "quarter", "third"))
SLASH = r"[ ]?[/⁄][ ]?"
BROKEN = rf"[1-9]\d?{SLASH}[1-9]\d?(?!\d)"
SIGN = f"[{''.join(VULGAR)}]"
NUMBER = (
    rf"(?:[1-9]\d{{0,2}}(?:[ ]?|[ ](?:and|&)[ ]){SIGN}"
    rf"|[1-9]\d{{0,2}}(?:[ ]|-|[ ](?:and|&)[ ]){BROKEN}"
    rf"|{BROKEN}|{SIGN}"
    r"|[1-9]\d{0,2}(?:,\d{3})+(?!\d)"
    r"|(?:0|[1-9]\d{0,5})[.,]\d{1,3}(?!\d)"
    r"|[1-9]\d{0,5})"
)
SPOKEN = (
    rf"(?:(?:an?[ ])?(?:half|quarter|third)[ ](?:of[ ])?an?(?=[ ])"
    rf"|(?:{COUNTING})[ ]and[ ]a[ ]half(?=[ ])"
    rf"|half(?=[ ])|(?:{COUNTING})(?=[ ])|an?(?=[ ]))"
)
THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+")


def read(text: str) -> Fraction:
    """The value of what NUMBER or SPOKEN matched."""
    text = text.casefold()
    if text[0].isalpha():
        return read_words(text.split())
    if THOUSANDS.fullmatch(text):
        return Fraction(text.replace(",", ""))
    for sign, value in VULGAR.items():
        if text.endswith(sign):
            whole = re.match(r"\d*", text)[0]
            return Fraction(whole or 0) + value
    if broken := re.search(rf"(\d+){SLASH}(\d+)$", text):
        whole = re.match(r"\d*", text[: broken.start()])[0]
        return Fraction(whole or 0) + Fraction(int(broken[1]), int(broken[2]))
    return Fraction(text.replace(",", "."))


def read_words(words: list[str]) -> Fraction:
    """ "half a", "two", "one and a half", "a quarter of a"."""
    if words[1:] == ["and", "a", "half"]:
        return WORDS[words[0]] + Fraction(1, 2)
    return next((WORDS[word] for word in words if word not in ("a", "an", "of")), Fraction(1))


def has_decimal_comma(text: str) -> bool:
    return "," in text and not THOUSANDS.fullmatch(text)


def as_decimal(value: Fraction, comma: bool) -> str:
    """Up to two decimals: 1.5, or 1,5 where the line writes decimal commas."""
    text = f"{float(value):.2f}".rstrip("0").rstrip(".")
    return text.replace(".", ",") if comma else text


def as_fraction(value: Fraction) -> str:
    """A whole number and a vulgar fraction: 1½; 1/16 where there is no sign."""
    whole, rest = divmod(value, 1)
    if not rest:
        return str(whole)
    sign = SIGNS.get(rest) or f"{rest.numerator}/{rest.denominator}"
    return (f"{whole}{sign}" if sign in VULGAR else f"{whole} {sign}") if whole else sign
