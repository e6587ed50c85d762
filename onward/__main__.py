"""The one name an installed Onward owns: it opens the door to the packages behind it."""

import os
import sys

# A wheel keeps `core`, `sync`, `tui`, `screens` and `cli` in `onward/_app`, so that such common names never land in
# site-packages. In a checkout they stand beside this folder and are found already.
_app = os.path.join(os.path.dirname(os.path.abspath(__file__)), "_app")
if os.path.isdir(_app):
    sys.path.insert(0, _app)

from cli.main import run  # noqa: E402

if __name__ == "__main__":
    run()
