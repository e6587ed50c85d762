"""`onward completions`."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from cli import output
from cli.group import onward

WHERE = {
    "bash": 'Put this into ~/.bashrc:  eval "$(onward completions bash)"',
    "zsh": 'Put this into ~/.zshrc:  eval "$(onward completions zsh)"',
    "fish": "Once:  onward completions fish > ~/.config/fish/completions/onward.fish",
    "powershell": "Put this into $PROFILE:  onward completions powershell | Out-String | Invoke-Expression",
}


@click.command()
@click.argument("shell", type=click.Choice(list(WHERE), case_sensitive=False))
def completions(shell: str) -> None:
    """Print the script that lets a shell complete commands, options and the names of your things."""
    found = get_completion_class(shell)
    assert found is not None
    output.put(found(onward, {}, "onward", "_ONWARD_COMPLETE").source())
    if output.is_terminal("stdout"):
        output.say(WHERE[shell])
