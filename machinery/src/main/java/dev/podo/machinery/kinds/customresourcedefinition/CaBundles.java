package dev.podo.machinery.kinds.customresourcedefinition;

import dev.podo.model.Bytes;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Certificates that a webhook is trusted by, in PEM.
final class CaBundles {
  private static final String PREFIX = "unable to load root certificates: ";
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*+)-----END \\1-----");

  private CaBundles() {}

  /// Why a server could not trust by these certificates; null if it can. One that can be read is
  /// enough, as upstream has it.
  static @Nullable String problem(Bytes bundle) {
    var blocks = BLOCK.matcher(new String(bundle.toArray(), StandardCharsets.ISO_8859_1));
    String failure = null;
    var any = false;
    while (blocks.find()) {
      any = true;
      if (blocks.group(1).equals("CERTIFICATE")) {
        var problem = unreadable(blocks.group(2));
        if (problem == null) {
          return null;
        }
        failure = failure == null ? problem : failure;
      }
    }
    if (!any) {
      return PREFIX + "unable to parse bytes as PEM block";
    }
    return PREFIX + (failure == null ? "no valid certificate authority data seen" : failure);
  }

  private static @Nullable String unreadable(String base64) {
    try {
      var der = Base64.getMimeDecoder().decode(base64);
      CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
      return null;
    } catch (CertificateException | IllegalArgumentException e) {
      return "failed to parse certificate: " + e.getMessage();
    }
  }
}
