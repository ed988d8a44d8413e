package dev.podo.model.generator;

import dev.podo.model.generator.Definition.Shape;
import dev.podo.model.generator.FactTable.Entry;
import dev.podo.model.generator.FactTable.Flags;
import dev.podo.model.generator.PropertyType.ListOf;
import dev.podo.model.generator.PropertyType.MapOf;
import dev.podo.model.generator.PropertyType.Scalar;
import dev.podo.model.generator.PropertyType.StructOf;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Joins the sources into definitions.
final class Definitions {
  private static final String MODELS = "Lio/kubernetes/client/openapi/models/";

  private final ApiJar api;
  private final ProtoSources proto;
  private final Map<String, String> definitionsByClass = new HashMap<>();

  Definitions(ApiJar api, ProtoSources proto) {
    this.api = api;
    this.proto = proto;
  }

  /// All definitions of the table.
  List<Definition> join(FactTable table) {
    var types = new HashMap<Entry, ApiJar.Type>();
    for (var entry : table.entries()) {
      types.put(entry, Objects.requireNonNullElse(type(entry), EMPTY_TYPE));
    }
    var definitions = new ArrayList<Definition>();
    for (var entry : table.entries()) {
      definitions.add(definition(entry, Objects.requireNonNull(types.get(entry))));
    }
    return new Siblings(definitions).lend(definitions);
  }

  private static final ApiJar.Type EMPTY_TYPE = new ApiJar.Type("", false, false, List.of());

  /// The client names a class by version and kind, and prefixes the group where two groups share
  /// the kind.
  private ApiJar.@Nullable Type type(Entry entry) {
    var groupVersion = entry.groupVersion().javaPackage().split("\\.");
    var version = groupVersion.length == 1 ? "" : capital(groupVersion[1]);
    for (var name :
        List.of(
            capital(groupVersion[0]) + version + entry.simpleName(),
            version + entry.simpleName())) {
      var type = api.type(name);
      if (type != null) {
        definitionsByClass.put(name, entry.definition());
        return type;
      }
    }
    return null;
  }

  private static String capital(String word) {
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }

  private Definition definition(Entry entry, ApiJar.Type type) {
    var fields = proto.definition(entry.definition());
    var shown = type.properties().stream().map(p -> p.name()).collect(Collectors.toSet());
    var properties = new ArrayList<Property>();
    for (var property : type.properties()) {
      properties.add(property(entry, property, fields, shown));
    }
    properties.sort(Comparator.comparing(Definitions::rank));
    return new Definition(
        entry.definition(),
        "dev.podo.model." + entry.groupVersion().javaPackage(),
        entry.simpleName(),
        entry.kind() ? entry.groupVersion().apiVersion() : "",
        type.list() ? Shape.LIST : type.object() ? Shape.OBJECT : Shape.STRUCT,
        Markers.description(type.description(), proto.comment(entry.definition())),
        List.copyOf(properties));
  }

  /// Upstream shows kind and apiVersion first, then the fields in the order of their numbers;
  /// fields without a number come as in a kind: metadata, spec, status, the rest.
  private static String rank(Property property) {
    var place =
        switch (property.name()) {
          case "kind" -> property.number() == 0 ? 0 : 3;
          case "apiVersion" -> property.number() == 0 ? 1 : 3;
          case "metadata" -> 2;
          default -> 3;
        };
    var order =
        switch (property.name()) {
          case "spec" -> 1;
          case "status" -> 2;
          default -> 3;
        };
    var path = new StringBuilder();
    property.within().forEach(number -> path.append("%04d ".formatted(number)));
    path.append("%04d".formatted(property.number()));
    return "%d %s %d %s".formatted(place, path, order, property.name());
  }

  private Property property(
      Entry entry,
      ApiJar.Property source,
      @Nullable Map<String, ProtoSources.Field> fields,
      Set<String> shown) {
    var flags = entry.flags(source.name());
    var found = fields == null ? null : proto.find(fields, source.name(), shown);
    var comment = found == null ? List.<String>of() : found.field().comment();
    var type = type(entry, source.signature(), flags, found == null ? null : found.field());
    var wrapped = found != null && ProtoSources.isWrapped(found.field(), type instanceof ListOf);
    return new Property(
        source.name(),
        type,
        found == null ? flags.number() : wrapped ? 1 : found.field().number(),
        found == null ? List.of() : wrapped ? found.path() : found.within(),
        facts(type, flags),
        source.required(),
        flags.merge() != null ? flags.merge() : Markers.merge(comment),
        flags.defaultValue(),
        Markers.description(source.description(), comment));
  }

  /// What the flags of a field and its type together say of how upstream holds and shows it.
  static Property.Facts facts(PropertyType type, Flags flags) {
    var usual =
        switch (type) {
          case ListOf _ -> 'l';
          case MapOf _ -> 'm';
          case StructOf _ -> 'p';
          case Scalar _ -> 'v';
        };
    var presence = flags.presence() == ' ' ? usual : flags.presence();
    var structLike =
        switch (type) {
          case StructOf _ -> true;
          case Scalar s -> isStructLike(s);
          default -> false;
        };
    var always = flags.emit() == '!' || (presence == 'v' && structLike && flags.emit() != '0');
    return new Property.Facts(
        presence, always ? '!' : flags.emit() == '0' ? '0' : '?', flags.enumeration());
  }

  private static boolean isStructLike(Scalar scalar) {
    return switch (scalar) {
      case QUANTITY, INT_OR_STRING, TIME, MICRO_TIME, JSON -> true;
      case STRING, BOOL, INT32, INT64, DOUBLE, BYTES -> false;
    };
  }

  private PropertyType type(
      Entry entry, String signature, Flags flags, ProtoSources.@Nullable Field field) {
    if (flags.struct() != null) {
      return new StructOf(entry.groupVersion().prefix() + "." + flags.struct());
    }
    var micro = flags.microTime() || (field != null && field.type().endsWith(".MicroTime"));
    return type(signature, micro);
  }

  private PropertyType type(String signature, boolean micro) {
    if (signature.startsWith("Ljava/util/List<")) {
      return new ListOf(type(signature.substring(16, signature.length() - 2), micro));
    }
    if (signature.startsWith("Ljava/util/Map<Ljava/lang/String;")) {
      return new MapOf(type(signature.substring(33, signature.length() - 2), micro));
    }
    if (signature.startsWith(MODELS)) {
      var simpleName = signature.substring(MODELS.length(), signature.length() - 1);
      return new StructOf(
          Objects.requireNonNull(
              definitionsByClass.get(simpleName), "not in facts.txt: " + simpleName));
    }
    return switch (signature) {
      case "Ljava/lang/String;" -> Scalar.STRING;
      case "Ljava/lang/Boolean;" -> Scalar.BOOL;
      case "Ljava/lang/Integer;" -> Scalar.INT32;
      case "Ljava/lang/Long;" -> Scalar.INT64;
      case "Ljava/lang/Double;" -> Scalar.DOUBLE;
      case "[B" -> Scalar.BYTES;
      case "Lio/kubernetes/client/custom/Quantity;" -> Scalar.QUANTITY;
      case "Lio/kubernetes/client/custom/IntOrString;" -> Scalar.INT_OR_STRING;
      case "Ljava/time/OffsetDateTime;" -> micro ? Scalar.MICRO_TIME : Scalar.TIME;
      case "Ljava/lang/Object;" -> Scalar.JSON;
      default -> throw new IllegalArgumentException("unknown type: " + signature);
    };
  }
}
