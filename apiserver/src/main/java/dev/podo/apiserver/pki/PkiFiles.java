package dev.podo.apiserver.pki;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Keys and certificates on disk: the directory is its owner's alone, every file has mode 0600 and
/// is replaced whole.
final class PkiFiles {
  private static final Set<PosixFilePermission> OWNER_FILE =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> OWNER_DIRECTORY =
      PosixFilePermissions.fromString("rwx------");

  private final Path directory;

  PkiFiles(Path directory) {
    this.directory = directory;
  }

  void create() throws IOException {
    Files.createDirectories(directory);
    Files.setPosixFilePermissions(directory, OWNER_DIRECTORY);
  }

  /// @return null when there is none
  /// @throws IOException when it cannot be read; the message names the file
  @Nullable KeyAndCertificate read(String name) throws IOException {
    var certificateFile = directory.resolve(name + ".crt");
    var keyFile = directory.resolve(name + ".key");
    if (!Files.exists(certificateFile) || !Files.exists(keyFile)) {
      return null;
    }
    try {
      var certificates = Pem.certificates(Files.readString(certificateFile));
      if (certificates.isEmpty()) {
        throw new IOException(
            certificateFile + " holds no certificate; remove it to have a new one made");
      }
      return new KeyAndCertificate(
          Pem.privateKey(Files.readString(keyFile)), certificates.getFirst());
    } catch (GeneralSecurityException e) {
      throw new IOException(
          "cannot read "
              + certificateFile
              + " and "
              + keyFile
              + ": "
              + e.getMessage()
              + "; remove both to have new ones made",
          e);
    }
  }

  void write(String name, KeyAndCertificate value) throws IOException {
    // The key first: a certificate without its key is of no use to anybody.
    write(name + ".key", Pem.encodeKey(value));
    write(name + ".crt", Pem.encode(List.of(value.certificate())));
  }

  @Nullable String readText(String file) throws IOException {
    var path = directory.resolve(file);
    return Files.exists(path) ? Files.readString(path) : null;
  }

  void write(String file, String text) throws IOException {
    var temporary = directory.resolve("." + file + ".new");
    Files.deleteIfExists(temporary);
    Files.createFile(temporary, PosixFilePermissions.asFileAttribute(OWNER_FILE));
    try (var channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
      var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(
        temporary,
        directory.resolve(file),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }
}
