/*
 * Signed tokens and the public keys that they are checked with: published ones, and for the
 * algorithms whose published examples are not JSON, ones made with OpenSSL.
 */
#ifndef TASKDESK_TESTS_JOSE_VECTORS_H
#define TASKDESK_TESTS_JOSE_VECTORS_H

#include "oauth/jose.h"

struct signed_example {
	const char *name;
	unsigned algorithm;
	const char *key;
	const char *token;
};

static const struct signed_example signed_examples[] = {
	{ "RFC 7515 appendix A.2", JOSE_RS256,
	  "{\"kty\":\"RSA\",\"n\":\"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4q"
	  "PCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf"
	  "63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I"
	  "5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ\",\"e\":\"AQAB\""
	  "}",
	  "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9"
	  "pc19yb290Ijp0cnVlfQ.cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Q"
	  "c_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARN"
	  "PvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6I"
	  "eYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw" },
	{ "RFC 7515 appendix A.3", JOSE_ES256,
	  "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\",\"y\":\""
	  "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}",
	  "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9"
	  "pc19yb290Ijp0cnVlfQ.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqP"
	  "P3-Kg6NU1Q" },
	{ "ES384 by OpenSSL", JOSE_ES384,
	  "{\"kty\":\"EC\",\"x\":\"dDZ7n_IgpKnTMqFh4lgC6EtZlVNxcBEf2de30HagL1pRUvMMGVn3bOHXqUDhE01f\",\"y\""
	  ":\"xTDv4AScN9QgD_AmNxpr1GXUBRJ9_h4lU8fWaRU5TAW2OyuhDnTq3s7kyJ7sQIGE\",\"crv\":\"P-384\",\"kid\":"
	  "\"one\"}",
	  "eyJhbGciOiJFUzM4NCIsInR5cCI6IkpXVCIsImtpZCI6Im9uZSJ9.eyJpc3MiOiJodHRwczovL2lzc3Vlci5leGFtcGxlIiw"
	  "iYXVkIjoiaHR0cHM6Ly9kZXNrLmV4YW1wbGUvbWNwIiwic3ViIjoiNyIsImV4cCI6NDEwMjQ0NDgwMH0.ftkEXluCD1YJ26w"
	  "nPIhbqXKR6Emxaa19CJyEBW9oWX-GE2t8m8RGRlJ3jpYzP2UN1Az_blvzGI73r66-vhOICPdGEUT_fZoU52ICbxrgLoRlSrg"
	  "lPqpUr1QLDAbfnWuO" },
	{ "ES512 by OpenSSL", JOSE_ES512,
	  "{\"kty\":\"EC\",\"x\":\"AFVyzvhHqF97vPXFe8p4GW9ebwSc-geIJ3do9592OvciUvsQr4VlzvpM2TFWXLHS5CTUvmOC"
	  "O5o_0Rv1fYy1sdy1\",\"y\":\"AGwj_C-cq-fPYKO4JEz-MfHViGszsD1DxlyTUIRDxcndH3QUwvX6WtKwlalAlEwTTIXTi"
	  "rw--KiXY5ciBuI4tJ1b\",\"crv\":\"P-521\",\"kid\":\"one\"}",
	  "eyJhbGciOiJFUzUxMiIsInR5cCI6IkpXVCIsImtpZCI6Im9uZSJ9.eyJpc3MiOiJodHRwczovL2lzc3Vlci5leGFtcGxlIiw"
	  "iYXVkIjoiaHR0cHM6Ly9kZXNrLmV4YW1wbGUvbWNwIiwic3ViIjoiNyIsImV4cCI6NDEwMjQ0NDgwMH0.AAjQ1WyiCzYfOKD"
	  "II_2btpP0o-HW5a9yqVh8Gm_3krzZxeZi3PkwtzBAGgInWNOptIQqDr28Y79lqexjhShiOKqSATHMJTTNVeWEivtL9RKSpye"
	  "UPWbLrXAqMFXCwzolbwrSbpUsZTLZ9kOmXl_bgeJUtiyfaG8C3DEFnwCLzQP83hPH" },
	{ "PS256 by OpenSSL", JOSE_PS256,
	  "{\"kty\":\"RSA\",\"n\":\"xvIdOQAz8jcfAKYbnuRdg348Z6AOuGJTI_Ub22NgCreFYpTaEro1_YznGW_8PN3y-TB9P1S"
	  "8-hhP2mdsLjzv1WpPORXPCT1SlwxzggszlIiX3Aif0c03Slo4HT6M9r-9SnyqB859WO_cB9wa3YFp5fBvcAOlQoWUYkcEgWH"
	  "THchihUMjIOV6C06sXrlma9SzKxLQgEkLiWPF3xm2Pv8yCwdFc22CgOXSPcUwg73lUp1QtShVHRZ7pgtL-RvEotLRQQ4RWYL"
	  "yU8EQXWYhnScL27CTI0GPpkARlFOSCuaFApaRZ3AbDRf9AcyQc-8TEWvXx8YvjWWDSjJwYxAmkEQ3uw\",\"e\":\"AQAB\""
	  ",\"kid\":\"one\"}",
	  "eyJhbGciOiJQUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6Im9uZSJ9.eyJpc3MiOiJodHRwczovL2lzc3Vlci5leGFtcGxlIiw"
	  "iYXVkIjoiaHR0cHM6Ly9kZXNrLmV4YW1wbGUvbWNwIiwic3ViIjoiNyIsImV4cCI6NDEwMjQ0NDgwMH0.tw__D-utXUu3IPf"
	  "pQML00QpNWEhzTesVkupi2VX0OTUEcTnOf6q7YPuonubE2LPQriTd34K2eKYIcrYiNsi8uUm35i1ZWH3imhhkMM6O597VoTy"
	  "V0LQLEyfy4hkaQbS1i0h9Lyyj6C2N5IxBzWE8OneJo2LrfVXrHDaRm8urj8D5fQAeWG2LnbXnsFaDCGl_gQKpzW9aMb8iZxQ"
	  "wyjQKar6V255_CDiIGcxVp0GLO7T2dy-PvN4gePkpIvAyCuD9a33UewMVIGowPEi92MS7LYesmK8TsQC7oJ5MCKdiuMBgy-E"
	  "umOQQUhiVlcE4O8dByM74scY8n1smuQyZjmrfkw" },
	{ "RS512 by OpenSSL", JOSE_RS512,
	  "{\"kty\":\"RSA\",\"n\":\"xf_5I-nSV6QnABlY9XkxbTbDAVBchG1WFKLuX-2B_iGSzEkScxD3wVKXO9Woy0QWuyvH9u7"
	  "J1PuKiQ8VSb8oTlLz0Tt-1uhCCIsYXD6pS5mnOm9ajnmocyumgv6fDRSvRGVUWGyGbw8_d7LuvKkkjU8nYPNqDMCnELOSCsE"
	  "4_yzi9CuyAheIdzmr6cK3Kd3g3RhJcfRMlynqIdzMTB1UP6dl13OTX7Q6IAC0PjvjdzGksHPQclhddGPA1z_BjhgjSMH13rC"
	  "x2iq3bt_8L-NMDbcXuIn7PuMIT_rPOXJyrp9GlwHNMtBf2UZCL-_4dRvEzW24p4DGsCT_eVBXhVFlgw\",\"e\":\"AQAB\""
	  ",\"kid\":\"one\"}",
	  "eyJhbGciOiJSUzUxMiIsInR5cCI6IkpXVCIsImtpZCI6Im9uZSJ9.eyJpc3MiOiJodHRwczovL2lzc3Vlci5leGFtcGxlIiw"
	  "iYXVkIjoiaHR0cHM6Ly9kZXNrLmV4YW1wbGUvbWNwIiwic3ViIjoiNyIsImV4cCI6NDEwMjQ0NDgwMH0.nDYNM_2OF4t6Ldg"
	  "wa5Y36JXTw4QERk8ofy4ZUZpHhRR8hHsfVGoNixGeHi51q2IcaaICgaslHn7jDu-x95OUvYmS2zX2WB-6ImjqU7Dqly73qaV"
	  "TQ-iGpLcxl3aExXL95h5iDS8pN24B6ELFUw4eofQVFboTJTNYCDOXtR6gC_whCTSkqEGvgonYQsXLPKpiX-GnosGIANVNmp6"
	  "PyXFa2_k-_L1YQUIGXfwxDi-7CQEhN2znSBLQaOvXkloxibrf1pG9l2EWa9oG_ppWnhim2E_n1H_mT2piWJjZJCF_MS7o1_p"
	  "xfpH7Nq-NDsPunjZ7WzJKe_tXRCzJSUWfCUxRXQ" },
};

static const struct signed_example weak_example =
	{ "RS256 with 1024 bits", JOSE_RS256,
	  "{\"kty\":\"RSA\",\"n\":\"yUxkUHe87bGYyxSaTrh5H4dg4T22bEbERec8xvDFx_0rF1KPvURoJjmarqSG0Kb9VJ8XrDZ"
	  "bHuikfWQXfcagaKGfYqBUt7RiwoOVLxmMktGTl5xqjsoK0epUsWQ7GKdg0yCUm0X4p3VtLGlkUIAyT2uf442LxmwkSUwem5S"
	  "QLlU\",\"e\":\"AQAB\",\"kid\":\"one\"}",
	  "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6Im9uZSJ9.eyJpc3MiOiJodHRwczovL2lzc3Vlci5leGFtcGxlIiw"
	  "iYXVkIjoiaHR0cHM6Ly9kZXNrLmV4YW1wbGUvbWNwIiwic3ViIjoiNyIsImV4cCI6NDEwMjQ0NDgwMH0.gZlCFN_oJpdr0Vm"
	  "jqPE2TQnRfcNBAbN5YsHlLdJ9qfOtzl7GXfi85Lrw4KAgJPjArHsBIJl58gWmeb7qLcL89MjmH__C8qS8NdNcQN_uEBVXgaS"
	  "6uNRS0QFse_ApknQUBd62aE6HlQzXQZfpVjBHeXISSMMsBP07-B_N0E_9IgA" };

#endif
