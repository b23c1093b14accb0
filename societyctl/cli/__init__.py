"""The command line: options, prompts, and the only error boundary."""
