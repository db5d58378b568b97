from __future__ import annotations

import subprocess
import sys


def test_the_web_process_loads_neither_rasa_nor_its_weight() -> None:
    script = "import sys, bot.web; print(*{name.partition('.')[0] for name in sys.modules})"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert not {"rasa", "sanic", "sklearn", "scipy", "tensorflow"} & set(loaded.stdout.split())
