from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warta.readers.sign_ins.agents import LONGEST_AGENT, agent_of

CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mozilla/5.0 (Android 14; Mobile; rv:128.0) Gecko/128.0 Firefox/128.0",
         ("Firefox", "128", "Android", "14", "phone")),
        (f"Mozilla/5.0 (Linux; Android 10; K) {CHROME} Mobile Safari/537.36",
         ("Chrome", "126", "Android", "10", "phone")),
        (f"Mozilla/5.0 (Linux; Android 13; SM-X200) {CHROME} Safari/537.36",
         ("Chrome", "126", "Android", "13", "tablet")),
        (f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {CHROME} Safari/537.36 Edg/126.0.2592.56",
         ("Edge", "126", "Windows", "10.0", "computer")),
        (f"Mozilla/5.0 (Linux; Android 12; SM-A127F) {CHROME} SamsungBrowser/25.0 Mobile Safari/537.36",
         ("Samsung Internet", "25", "Android", "12", "phone")),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
         "Version/17.5 Mobile/15E148 Safari/604.1", ("Safari", "17", "iOS", "17.5", "phone")),
        ("Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/126.0.6478.54 "
         "Mobile/15E148 Safari/604.1", ("Chrome", "126", "iPadOS", "16.6", "tablet")),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 "
         "Safari/605.1.15", ("Safari", "17", "macOS", "10.15", "computer")),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0",
         ("Firefox", "127", "Linux", "", "computer")),
        (f"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {CHROME} Safari/537.36",
         ("Chrome", "126", "ChromeOS", "14541.0", "computer")),
        ("Opera/9.80 (Android; Opera Mini/36.2.2254/119.132; U; id) Presto/2.12.423 Version/12.16",
         ("Opera Mini", "36", "Android", "", "tablet")),
        ("curl/8.5.0", ("", "", "", "", "")),
        ("", ("", "", "", "", "")),
    ],
)  # fmt: skip
def test_common_browsers_are_called_by_name(text: str, expected: tuple[str, ...]) -> None:
    agent = agent_of(text)
    assert (agent.browser, agent.browser_version, agent.system, agent.system_version, agent.device) == expected


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script> Firefox/128.0<b>",
        "Firefox/\u202e821 Android \x00\x1b[31m14",
        "Windows NT " + "9" * 10_000,
        "(" * 5000 + "iPhone" * 5000,
        "Version/" + "1." * 4000 + " Safari/",
    ],
)
def test_hostile_descriptions_name_nothing_but_what_we_know(text: str) -> None:
    agent = agent_of(text)
    for part in (agent.browser, agent.browser_version, agent.system, agent.system_version, agent.device):
        assert len(part) < 20
        assert part.isascii()
        assert "<" not in part
    assert len(agent.full) <= LONGEST_AGENT


@given(st.text(max_size=2000))
def test_any_text_at_all_may_be_sent(text: str) -> None:
    assert agent_of(text).device in ("phone", "tablet", "computer", "")
