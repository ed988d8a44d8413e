package dev.podo.node.host;

import java.io.IOException;
import java.nio.file.Path;
import java.util.SortedMap;

/// The files of a node, as far as the agent makes, reads or removes them. Modes are permission
/// bits.
public interface Host {
  HostFacts facts();

  /// How much is left of the machine now.
  HostUsage usage() throws IOException;

  /// How much of the disk a tree takes, without what is mounted in it; 0 when it is not there.
  long diskBytes(Path directory) throws IOException;

  /// The directory below which the agent keeps what belongs to pods: `ROOT/pods/UID/…`.
  Path root();

  /// False for a simulated machine: nothing that is written can be read, and secrets need not be
  /// fetched for it.
  boolean storesFiles();

  /// Makes a directory and its parents, with this mode whatever the umask; the mode of one that is
  /// there already stays.
  void makeDirectory(Path directory, int mode) throws IOException;

  /// Publishes files in a directory so that readers see all of the old or all of the new ones: the
  /// files stand in a hidden directory with a time stamp, `..data` is a link to it that is swapped
  /// by a rename, and each first path element is a link through `..data`. Does nothing when the
  /// directory already shows just these files.
  ///
  /// @param files by relative path
  /// @param group who owns the files, -1 for the agent's own
  /// @return whether anything was changed
  boolean publish(Path directory, SortedMap<String, FileContent> files, long group)
      throws IOException;

  /// Writes a file in place of an old one, or in it when it is there (so that a mount of the file
  /// sees the change).
  void writeFile(Path file, FileContent content) throws IOException;

  /// Gives a tree to a group as fsGroup asks: everything group-readable and -writable, directories
  /// setgid.
  void giveToGroup(Path directory, long group) throws IOException;

  void mountTmpfs(Path directory, long sizeBytes) throws IOException;

  /// What is at a path, links followed.
  FileKind kind(Path path) throws IOException;

  /// What is at a relative path in a directory whose content others wrote. What is missing is made:
  /// directories, with the mode of `directory`.
  ///
  /// @return the path with all links resolved
  /// @throws IOException when it leads out of the directory; nothing was made there
  Path within(Path directory, String relative) throws IOException;

  /// The last bytes of a file; empty when it is not there.
  byte[] readTail(Path file, int max) throws IOException;

  /// Unmounts what is mounted below, and deletes the tree without following links. Not there:
  /// succeeds.
  void deleteTree(Path directory) throws IOException;

  /// The kinds that a hostPath volume tells apart.
  enum FileKind {
    MISSING,
    FILE,
    DIRECTORY,
    SOCKET,
    CHAR_DEVICE,
    BLOCK_DEVICE,
    OTHER
  }
}
