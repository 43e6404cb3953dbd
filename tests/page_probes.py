"""Questions to a page that is open in a browser, as scripts that run in it: what can be reached, what is cut off.

Not what a page should answer: test_pages.py says that.
"""

# Everything the Tab key should reach, in the order of the document; of radio buttons that go together, one.
CONTROLS = """
const shown = (element) => element.checkVisibility({visibilityProperty: true, contentVisibilityAuto: true});
const words = (element) => element.ariaLabel || element.labels?.[0]?.textContent || element.textContent;
const name = (element) => [element.localName, element.getAttribute("href") || element.name || "",
    words(element).trim().replace(/\\s+/g, " ").slice(0, 40)].join(" ");
const controls = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")].filter(
    (element) => element.tabIndex >= 0 && !element.disabled && shown(element)
        && (element.type !== "radio" || element === (document.querySelector(`[name="${element.name}"]:checked`)
            || document.querySelector(`[name="${element.name}"]`))));
"""

REACHABLE = f"() => {{ {CONTROLS} return controls.map(name); }}"

# The focused control, whether a ring is drawn on it or on what stands for it, and whether it is inside the window.
FOCUSED = f"""() => {{ {CONTROLS}
    const focused = document.activeElement;
    if (focused === document.body) return null;
    const rings = [[focused], [focused, "::after"], [focused, "::before"], [focused.nextElementSibling],
        [focused.parentElement], [focused.closest("form, label, article")]];
    const has_ring = ([element, part]) => {{
        const style = element && getComputedStyle(element, part);
        return style && style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    }};
    const box = focused.getBoundingClientRect();
    const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    return {{name: name(focused), ring: rings.some(has_ring), inside}};
}}"""

# Buttons and fields that in forced colours have neither an edge nor a ground of their own.
SHAPELESS = f"""() => {{ {CONTROLS}
    const has_edge = (element) => {{
        const style = element && getComputedStyle(element);
        return style && ["Top", "Bottom"].every((side) =>
            style[`border${{side}}Style`] !== "none" && parseFloat(style[`border${{side}}Width`]) >= 1);
    }};
    return controls.filter((element) => element.matches("button, input, select, textarea"))
        .filter((element) => !has_edge(element) && (element.localName === "button"
            || ![element.nextElementSibling, element.parentElement].some(has_edge))).map(name);
}}"""

MOVING = """() => [...document.querySelectorAll("*")].flatMap((element) => [undefined, "::before", "::after"]
    .map((part) => getComputedStyle(element, part))
    .filter((style) => style.animationName !== "none" || style.scrollBehavior === "smooth"
        || Math.max(...style.transitionDuration.split(",").map(parseFloat)) > 0.01)
    .map(() => element.outerHTML.slice(0, 80)))"""

# As WCAG 1.4.12 words it. A constructed style sheet is no inline style: the page's policy allows it.
SPACE_TEXT = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
        word-spacing: 0.16em !important; } p { margin-block-end: 2em !important; }`);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""

# What hides some of its text, less what means to: text for screen readers, and summaries, whole on their recipe's page.
CUT_OFF = """() => [...document.querySelectorAll("body *:not(.hidden, .summary, option, svg *)")].filter((element) =>
    element.textContent.trim() && getComputedStyle(element).overflowX !== "visible" && element.clientWidth
    && (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1))
    .map((element) => element.outerHTML.slice(0, 80))"""

OPEN_ALL = "document.querySelectorAll('details').forEach((details) => { details.open = true })"
WIDTH = "document.documentElement.scrollWidth"
