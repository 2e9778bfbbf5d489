# Writes OUTPUT, a C++ list of the bytes of INPUT: how data/outlets.jsonl gets into the library on every platform.
# cmake -DINPUT=... -DOUTPUT=... -P embed_outlets.cmake
file(READ "${INPUT}" bytes HEX)
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
string(REGEX REPLACE "(0x0a,)" "\\1\n" bytes "${bytes}")
file(WRITE "${OUTPUT}" "${bytes}")
