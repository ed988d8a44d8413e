package dev.podo.network.dns;

/// Numbers of RFC 1035, 2782, 3596 and 6891.
final class Dns {
  static final int A = 1;
  static final int NS = 2;
  static final int CNAME = 5;
  static final int SOA = 6;
  static final int PTR = 12;
  static final int TXT = 16;
  static final int AAAA = 28;
  static final int SRV = 33;
  static final int OPT = 41;
  static final int ANY = 255;
  static final int CLASS_IN = 1;

  static final int NO_ERROR = 0;
  static final int FORMAT_ERROR = 1;
  static final int SERVER_FAILURE = 2;
  static final int NAME_ERROR = 3;
  static final int NOT_IMPLEMENTED = 4;
  static final int REFUSED = 5;

  static final int FLAG_RESPONSE = 0x8000;
  static final int FLAG_AUTHORITATIVE = 0x0400;
  static final int FLAG_TRUNCATED = 0x0200;
  static final int FLAG_RECURSION_DESIRED = 0x0100;
  static final int FLAG_RECURSION_AVAILABLE = 0x0080;
  static final int OPCODE_MASK = 0x7800;

  static final int HEADER_BYTES = 12;
  static final int PLAIN_UDP_BYTES = 512;

  /// What fits the paths of the Internet without fragments.
  static final int UDP_BYTES = 1232;

  static final int MESSAGE_BYTES = 65535;
  static final int NAME_BYTES = 255;

  private Dns() {}
}
