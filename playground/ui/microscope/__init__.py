"""The microscope: backpropagation gate by gate, on expressions and on the live network."""
