"""``python -m societyctl``."""

from societyctl.cli.app import main

main()
