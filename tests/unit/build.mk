# The test of fetching stands between libcurl and the network: what it defines must be seen by the library.
$(BUILD)/tests/unit/fetch: EXTRA_LIBS += -Wl,--export-dynamic-symbol=getaddrinfo,--export-dynamic-symbol=connect
