"""Going live, staying true and leaving: on time, told once, withdrawn with a reason."""
