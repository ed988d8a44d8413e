package dev.podo.apiserver.aggregation;

import dev.podo.apiserver.openapi.OpenApiSource;
import dev.podo.machinery.codec.DecodeException;
import dev.podo.machinery.codec.Json;
import dev.podo.machinery.errors.ApiErrors;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// A document of OpenAPI that another server has told, kept packed: so that whoever asks for it
/// waits for nobody.
@SuppressWarnings("ArrayRecordComponent") // The bytes are never changed.
record KeptDocument(String etag, String hash, byte[] packed) implements OpenApiSource.Description {
  private static final int MAX = 64 << 20;

  static String hash(byte[] json) {
    try {
      return HexFormat.of()
          .withUpperCase()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(json));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /// @param hash of the document
  static KeptDocument of(String etag, String hash, byte[] json) {
    try {
      var out = new ByteArrayOutputStream();
      try (var gzip = new GZIPOutputStream(out)) {
        gzip.write(json);
      }
      return new KeptDocument(etag, hash, out.toByteArray());
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  @Override
  public Map<String, @Nullable Object> tree() {
    try (var in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      var tree = new TreeMap<String, @Nullable Object>();
      if (Json.parse(in.readNBytes(MAX)) instanceof Map<?, ?> map) {
        map.forEach((name, value) -> tree.put(String.valueOf(name), value));
      }
      return tree;
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    } catch (DecodeException e) {
      throw ApiErrors.serviceUnavailable("the document cannot be read: " + e.getMessage());
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof KeptDocument document && document.hash().equals(hash);
  }

  @Override
  public int hashCode() {
    return hash.hashCode();
  }
}
