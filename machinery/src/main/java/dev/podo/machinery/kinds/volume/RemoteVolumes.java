package dev.podo.machinery.kinds.volume;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.validation.FieldError;
import dev.podo.machinery.validation.Names;
import dev.podo.model.Struct;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What sources of volumes must obey that Pods and PersistentVolumes have in common: storage
/// elsewhere, and paths of the node. The two spell most of them with types of their own, whose
/// fields have the same names.
public final class RemoteVolumes {
  static final String PORTAL_TOO_LONG =
      "Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if"
          + " iscsi.initiatorName is specified.";

  private static final int PORTAL_MAX = 64;
  private static final int DRIVER_MAX = 63;
  private static final int TENANT_MAX = 64;
  private static final String PARTITIONS = "must be between 1 and 255, inclusive";
  private static final String HOST_PORTS =
      "must be a host:port pair or multiple pairs separated by commas";
  private static final List<String> HOST_PATH_TYPES =
      List.of(
          "",
          "BlockDevice",
          "CharDevice",
          "Directory",
          "DirectoryOrCreate",
          "File",
          "FileOrCreate",
          "Socket");

  private RemoteVolumes() {}

  /// Where errors say that the source in a field lies: upstream calls one of them differently.
  ///
  /// @param at where the volume lies
  public static FieldPath place(FieldPath at, String field) {
    return at.child(field.equals("gcePersistentDisk") ? "persistentDisk" : field);
  }

  /// @param volume the name of the PersistentVolume; "" in a Pod
  /// @param at where the source lies
  public static void check(Struct source, String volume, FieldPath at, Findings findings) {
    var name = source.schema().name();
    var type = name.substring(name.lastIndexOf('.') + 1);
    var persistent = type.endsWith("PersistentVolumeSource");
    var suffix = persistent ? "PersistentVolumeSource" : "VolumeSource";
    var reader = new Reader(source, at, findings);
    switch (type.substring(0, Math.max(0, type.length() - suffix.length()))) {
      case "HostPath" -> checkHostPath(reader);
      case "Local" -> {
        if (reader.require("path")) {
          LocalPaths.checkNoBacksteps(reader.text("path"), at.child("path"), findings);
        }
      }
      case "GitRepo" -> {
        reader.require("repository");
        LocalPaths.checkDescending(reader.text("directory"), at.child("directory"), findings);
      }
      case "NFS" -> checkNfs(reader);
      case "ISCSI" -> ScsiVolumes.check(reader, persistent, volume);
      case "FC" -> ScsiVolumes.checkFibreChannel(reader);
      case "CSI" -> checkCsi(reader, persistent);
      case "Flex" -> checkFlex(reader);
      default -> checkOfVendor(type.substring(0, type.length() - suffix.length()), reader);
    }
  }

  /// Storage of one vendor or project; most of it has no driver any more.
  private static void checkOfVendor(String type, Reader reader) {
    switch (type) {
      case "GCEPersistentDisk" -> {
        reader.require("pdName");
        reader.checkRange("partition", PARTITIONS);
      }
      case "AWSElasticBlockStore" -> {
        reader.require("volumeID");
        reader.checkRange("partition", PARTITIONS);
      }
      case "Glusterfs" -> checkGluster(reader);
      case "Flocker" -> checkFlocker(reader);
      case "RBD" -> {
        reader.require("monitors");
        reader.require("image");
      }
      case "CephFS" -> reader.require("monitors");
      case "Cinder" -> {
        reader.require("volumeID");
        reader.checkSecret("secretRef");
      }
      case "Quobyte" -> checkQuobyte(reader);
      case "AzureFile" -> {
        reader.require("secretName");
        reader.require("shareName");
        if (reader.has("secretNamespace")) {
          reader.require("secretNamespace");
        }
      }
      case "AzureDisk" -> checkAzureDisk(reader);
      case "VsphereVirtualDisk" -> reader.require("volumePath");
      case "PhotonPersistentDisk" -> reader.require("pdID");
      case "Portworx" -> reader.require("volumeID");
      case "ScaleIO" -> {
        reader.require("gateway");
        reader.require("system");
        reader.require("volumeName");
      }
      case "StorageOS" -> checkStorageOs(reader);
      default -> throw new IllegalArgumentException("no source of a volume: " + type);
    }
  }

  private static void checkHostPath(Reader reader) {
    if (!reader.require("path")) {
      return;
    }
    var at = reader.at();
    LocalPaths.checkNoBacksteps(reader.text("path"), at.child("path"), reader.findings());
    if (reader.has("type")) {
      reader.findings().oneOf(at.child("type"), reader.text("type"), HOST_PATH_TYPES);
    }
  }

  private static void checkNfs(Reader reader) {
    reader.require("server");
    reader.require("path");
    var path = reader.text("path");
    if (!path.startsWith("/")) {
      reader.findings().invalid(reader.at().child("path"), path, "must be an absolute path");
    }
  }

  private static void checkGluster(Reader reader) {
    reader.require("endpoints");
    reader.require("path");
    if (!reader.has("endpointsNamespace")) {
      return;
    }
    var namespace = reader.text("endpointsNamespace");
    var at = reader.at().child("endpointsNamespace");
    if (namespace.isEmpty()) {
      reader
          .findings()
          .invalid(
              at, namespace, "if the endpointnamespace is set, it must be a valid namespace name");
    } else {
      reader.findings().invalidFor(at, namespace, Names.dns1123Label(namespace));
    }
  }

  private static void checkFlocker(Reader reader) {
    var name = reader.text("datasetName");
    var uuid = reader.text("datasetUUID");
    if (name.isEmpty() && uuid.isEmpty()) {
      reader.findings().required(reader.at(), "one of datasetName and datasetUUID is required");
    }
    if (!name.isEmpty() && !uuid.isEmpty()) {
      reader
          .findings()
          .invalid(
              reader.at(),
              "resource",
              "datasetName and datasetUUID can not be specified simultaneously");
    }
    if (name.contains("/")) {
      reader.findings().invalid(reader.at().child("datasetName"), name, "must not contain '/'");
    }
  }

  private static void checkQuobyte(Reader reader) {
    var registry = reader.text("registry");
    var at = reader.at();
    if (registry.isEmpty()) {
      reader.findings().required(at.child("registry"), HOST_PORTS);
    } else if (reader.text("tenant").length() > TENANT_MAX) {
      reader
          .findings()
          .required(
              at.child("tenant"), "must be a UUID and may not exceed a length of 64 characters");
    } else {
      for (var pair : registry.split(",", -1)) {
        if (!pair.matches("[^:\\[\\]]*:[^:]*|\\[[^\\[\\]]*\\]:[^:]*")) {
          reader.findings().invalid(at.child("registry"), registry, HOST_PORTS);
        }
      }
    }
    reader.require("volume");
  }

  private static void checkAzureDisk(Reader reader) {
    reader.require("diskName");
    reader.require("diskURI");
    var at = reader.at();
    var findings = reader.findings();
    if (reader.has("cachingMode")) {
      findings.oneOf(
          at.child("cachingMode"),
          reader.text("cachingMode"),
          List.of("None", "ReadOnly", "ReadWrite"));
    }
    if (!reader.has("kind")) {
      return;
    }
    var kind = reader.text("kind");
    findings.oneOf(at.child("kind"), kind, List.of("Dedicated", "Managed", "Shared"));
    var managed = kind.equals("Managed");
    var uri = reader.text("diskURI");
    if (!uri.startsWith(managed ? "/subscriptions/" : "https://")) {
      findings.notSupported(
          at.child("diskURI"),
          uri,
          List.of(
              managed
                  ? "/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute"
                      + "/disks/{disk-id}"
                  : "https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd"));
    }
  }

  private static void checkStorageOs(Reader reader) {
    if (reader.require("volumeName")) {
      reader.checkLabel("volumeName");
    }
    if (!reader.text("volumeNamespace").isEmpty()) {
      reader.checkLabel("volumeNamespace");
    }
    reader.checkSecret("secretRef");
  }

  private static void checkFlex(Reader reader) {
    reader.require("driver");
    if (reader.get("options") instanceof Map<?, ?> options) {
      for (var key : options.keySet()) {
        var option = String.valueOf(key);
        var slash = option.indexOf('/');
        var domain = "." + (slash < 0 ? option : option.substring(0, slash));
        var lower = domain.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".kubernetes.io") || lower.endsWith(".k8s.io")) {
          reader
              .findings()
              .invalid(
                  reader.at().child("options").key(option),
                  option,
                  "kubernetes.io and k8s.io namespaces are reserved");
        }
      }
    }
  }

  private static void checkCsi(Reader reader, boolean persistent) {
    checkDriver(reader.text("driver"), reader.at().child("driver"), reader.findings());
    if (!persistent) {
      if (reader.get("nodePublishSecretRef") instanceof Struct secret) {
        var in = reader.within("nodePublishSecretRef", secret);
        if (in.require("name")) {
          var name = in.text("name");
          reader
              .findings()
              .invalidFor(reader.at().child("name"), name, Names.dns1123Subdomain(name));
        }
      }
      return;
    }
    reader.require("volumeHandle");
    for (var field :
        List.of(
            "controllerPublishSecretRef",
            "controllerExpandSecretRef",
            "nodePublishSecretRef",
            "nodeExpandSecretRef")) {
      if (reader.get(field) instanceof Struct secret) {
        checkReference(reader.within(field, secret));
      }
    }
  }

  private static void checkReference(Reader secret) {
    if (secret.require("name")) {
      var name = secret.text("name");
      secret.findings().invalidFor(secret.at().child("name"), name, Names.dns1123Subdomain(name));
    }
    if (secret.require("namespace")) {
      secret.checkLabel("namespace");
    }
  }

  private static void checkDriver(String driver, FieldPath at, Findings findings) {
    if (!findings.requireText(driver, at)) {
      return;
    }
    if (driver.length() > DRIVER_MAX) {
      findings.add(FieldError.tooLong(at, DRIVER_MAX));
    }
    findings.invalidFor(at, driver, Names.dns1123Subdomain(driver.toLowerCase(Locale.ROOT)));
  }

  /// Whether the name of the volume and the portal together are more than initiators take.
  static boolean isPortalTooLong(String volume, String portal) {
    return volume.length() + 1 + portal.length() > PORTAL_MAX;
  }

  /// A source, read by the names of its fields.
  ///
  /// @param at where it lies
  record Reader(Struct source, FieldPath at, Findings findings) {
    @Nullable Object get(String name) {
      var field = source.schema().field(name);
      return field == null ? null : source.get(field.index());
    }

    boolean has(String name) {
      return get(name) != null;
    }

    /// "" if it is not there.
    String text(String name) {
      return get(name) instanceof String text ? text : "";
    }

    /// Null if it is not there.
    @Nullable Integer number(String name) {
      return get(name) instanceof Integer number ? number : null;
    }

    boolean isTrue(String name) {
      return Boolean.TRUE.equals(get(name));
    }

    List<?> list(String name) {
      return get(name) instanceof List<?> list ? list : List.of();
    }

    /// A text or a list that must not be empty; says whether it is right.
    boolean require(String name) {
      if (!list(name).isEmpty()) {
        return true;
      }
      return findings.requireText(text(name), at.child(name));
    }

    /// A number of one byte.
    void checkRange(String name, String problem) {
      var number = number(name);
      if (number != null && (number < 0 || number > 255)) {
        findings.invalid(at.child(name), number, problem);
      }
    }

    void checkLabel(String name) {
      findings.invalidFor(at.child(name), text(name), Names.dns1123Label(text(name)));
    }

    Reader within(String name, Struct part) {
      return new Reader(part, at.child(name), findings);
    }

    /// A reference to a Secret, with its namespace where it has one.
    void checkSecret(String name) {
      if (get(name) instanceof Struct secret) {
        var in = within(name, secret);
        in.require("name");
        if (secret.schema().field("namespace") != null) {
          in.require("namespace");
        }
      }
    }
  }
}
