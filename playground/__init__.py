"""A neural network playground: see every activation and every gradient while a network learns."""
