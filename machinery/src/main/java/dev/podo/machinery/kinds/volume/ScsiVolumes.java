package dev.podo.machinery.kinds.volume;

import dev.podo.model.Struct;
import java.util.regex.Pattern;

/// What volumes must obey that are reached by SCSI over a network or over Fibre Channel.
final class ScsiVolumes {
  private static final String WRONG_FORMAT = "must be valid format";
  private static final String WRONG_START = WRONG_FORMAT + " starting with iqn, eui, or naa";
  private static final String LUNS = "must be between 0 and 255, inclusive";
  private static final Pattern IQN =
      Pattern.compile("iqn\\.\\d{4}-\\d{2}\\.([\\p{Alnum}\\-.]+)(:[^,;*&$|\\s]+)$");
  private static final Pattern EUI = Pattern.compile("^eui.\\p{Alnum}{16}$");
  private static final Pattern NAA = Pattern.compile("^naa.\\p{Alnum}{32}$");

  private ScsiVolumes() {}

  /// @param volume the name of the PersistentVolume, if it is one
  static void check(RemoteVolumes.Reader reader, boolean persistent, String volume) {
    var at = reader.at();
    reader.require("targetPortal");
    var portal = reader.text("targetPortal");
    if (persistent
        && reader.has("initiatorName")
        && RemoteVolumes.isPortalTooLong(volume, portal)) {
      reader.findings().invalid(at.child("targetportal"), portal, RemoteVolumes.PORTAL_TOO_LONG);
    }
    var wrongStart = persistent ? WRONG_FORMAT : WRONG_START;
    if (reader.require("iqn")) {
      checkName(reader, "iqn", "iqn", wrongStart);
    }
    reader.checkRange("lun", LUNS);
    var authenticates = reader.isTrue("chapAuthDiscovery") || reader.isTrue("chapAuthSession");
    if (authenticates && !reader.has("secretRef")) {
      reader.findings().required(at.child("secretRef"));
    }
    if (persistent && reader.get("secretRef") instanceof Struct secret) {
      reader.within("secretRef", secret).require("name");
    }
    if (reader.has("initiatorName")) {
      checkName(reader, "initiatorName", "initiatorname", wrongStart);
    }
  }

  /// @param shown what the field is called in errors
  private static void checkName(
      RemoteVolumes.Reader reader, String field, String shown, String wrongStart) {
    var name = reader.text(field);
    var pattern =
        switch (name.substring(0, Math.min(3, name.length()))) {
          case "iqn" -> IQN;
          case "eui" -> EUI;
          case "naa" -> NAA;
          default -> null;
        };
    if (pattern == null) {
      reader.findings().invalid(reader.at().child(shown), name, wrongStart);
    } else if (!pattern.matcher(name).find()) {
      reader.findings().invalid(reader.at().child(shown), name, WRONG_FORMAT);
    }
  }

  static void checkFibreChannel(RemoteVolumes.Reader reader) {
    var at = reader.at();
    var names = reader.list("targetWWNs");
    var identifiers = reader.list("wwids");
    if (names.isEmpty() && identifiers.isEmpty()) {
      reader
          .findings()
          .required(
              at.child("targetWWNs"), "must specify either targetWWNs or wwids, but not both");
    }
    if (!names.isEmpty() && !identifiers.isEmpty()) {
      reader
          .findings()
          .invalid(
              at.child("targetWWNs"),
              names,
              "targetWWNs and wwids can not be specified simultaneously");
    }
    if (!names.isEmpty() && !reader.has("lun")) {
      reader.findings().required(at.child("lun"), "lun is required if targetWWNs is specified");
    } else if (!names.isEmpty()) {
      reader.checkRange("lun", LUNS);
    }
  }
}
