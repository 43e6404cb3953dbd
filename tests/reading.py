"""What a reader sees of a response. Not assertions, and no knowledge of any one page."""

import re


def text(response) -> str:
    """The page without its head, its tags and the choices of its selects; white space as one space."""
    page = re.sub("</?mark>", "", response.content.decode())
    body = re.sub(r"<(head|script|select)\b.*?</\1>|<[^>]*>", " ", page, flags=re.DOTALL)
    return re.sub(r"\s+", " ", body.replace("&#x27;", "'").replace("&quot;", '"').replace("&lt;", "<")).strip()


def titles(response) -> list[str]:
    return re.findall(r"<h3[^>]*><a[^>]*>(.*?)</a></h3>", re.sub("</?mark>", "", response.content.decode()))


def page_title(response) -> str:
    return re.search(r"<title>(.*?)\s*</title>", response.content.decode(), re.DOTALL)[1]


def notices(response) -> list[str]:
    """What the page says of the address: that something was not applied, not read, not there."""
    listed = re.findall(r'<(ul|p) class="notice">(.*?)</\1>', response.content.decode(), re.DOTALL)
    sentences = [sentence for _tag, block in listed for sentence in block.split("</li>") if sentence]
    return [re.sub(r"<[^>]*>", "", sentence) for sentence in sentences]
