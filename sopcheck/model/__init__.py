"""Every noun of the project: frozen values, standard library only."""
