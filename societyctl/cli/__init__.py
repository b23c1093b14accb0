"""The command line: options, prompts, and the only error boundary."""

from societyctl.cli.bytecode import keep_bytecode

keep_bytecode()  # before the first library is imported
