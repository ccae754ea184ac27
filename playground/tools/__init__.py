"""What is driven from the command line: demonstration, pictures, benchmarks."""
