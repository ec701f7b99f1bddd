"""The bundled local government site of `xuncha demo`, on simulated days."""
