package dev.podo.cel;

import dev.podo.cel.check.Declarations;
import dev.podo.cel.cost.SizeHints;
import dev.podo.cel.function.Authorizers;
import dev.podo.cel.function.Quantities;
import dev.podo.cel.type.Bounds;
import dev.podo.cel.type.CelType;
import dev.podo.cel.type.DataType;
import dev.podo.cel.value.DataShape;
import dev.podo.cel.value.NodeValues;
import dev.podo.cel.value.Null;
import dev.podo.cel.value.OptionalValue;
import dev.podo.machinery.expression.Authorizer;
import dev.podo.machinery.expression.DataSchema;
import dev.podo.machinery.expression.ValueType;
import dev.podo.machinery.expression.Variables;
import dev.podo.machinery.expression.Variables.Extension;
import dev.podo.machinery.tree.Node;
import dev.podo.model.Quantity;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The variables of an expression: their types while it is checked, their values while it runs.
final class Environment implements Declarations {
  private static final String OBJECT = "Object";
  private static final String OBJECT_PART = "Object.";
  private static final String JSON_PATCH = "JSONPatch";
  private static final String ESCAPE_KEY = "jsonpatch.escapeKey";
  private static final Map<String, CelType> PATCH_FIELDS =
      Map.of(
          "op", CelType.STRING,
          "path", CelType.STRING,
          "from", CelType.STRING,
          "value", CelType.DYN);

  private final Map<String, CelType> variables = new HashMap<>();
  private final Map<String, ValueType> declared = new HashMap<>();
  private final Map<String, Bounds> sized = new HashMap<>();
  private final Map<String, DataType> objects = new HashMap<>();
  private final Map<String, Map<String, CelType>> fields = new HashMap<>();
  private final IdentityHashMap<DataSchema, Known> known = new IdentityHashMap<>();

  /// A schema as both parts of the language see it. Rules on `self` and `oldSelf` share one.
  private record Known(@Nullable DataType type, DataShape shape) {}

  private final boolean patches;

  Environment(Variables stated) {
    patches = stated.has(Extension.PATCHES);
    for (var variable : stated.types().entrySet()) {
      var name = variable.getKey();
      declared.put(name, variable.getValue());
      variables.put(name, typeOf(name, variable.getValue()));
      if (variable.getValue() instanceof ValueType.Fields some) {
        sized.put(name, new DeclaredBounds(some));
      }
    }
  }

  private CelType typeOf(String name, ValueType type) {
    return switch (type) {
      case ValueType.Data data -> {
        var found = known(name, data).type();
        if (found == null) {
          yield CelType.DYN;
        }
        sized.put(name, found);
        yield register(found).type();
      }
      case ValueType.OptionalOf(var inner) -> CelType.optional(typeOf(name, inner));
      case ValueType.Fields some -> {
        var types = new HashMap<String, CelType>();
        some.fields().forEach((field, of) -> types.put(field, typeOf(name + "." + field, of)));
        fields.put(some.name(), types);
        yield CelType.object(some.name());
      }
      case ValueType.ResultOf(var expression) -> {
        if (!(expression instanceof CelExpression other)) {
          yield CelType.DYN;
        }
        yield composed(other.type());
      }
      case ValueType.ListOf(var element) -> CelType.list(typeOf(name, element));
      case ValueType.MapOf map -> CelType.map(CelType.STRING, typeOf(name, map.value()));
      case ValueType.Sized sized -> typeOf(sized.type());
      case ValueType.Simple simple -> typeOf(simple);
    };
  }

  private static CelType typeOf(ValueType.Simple type) {
    return switch (type) {
      case DYNAMIC -> CelType.DYN;
      case BOOL -> CelType.BOOL;
      case INT -> CelType.INT;
      case DOUBLE -> CelType.DOUBLE;
      case STRING -> CelType.STRING;
      case TIMESTAMP -> CelType.TIMESTAMP;
      case QUANTITY -> CelType.opaque(Quantities.TYPE);
      case AUTHORIZER -> Authorizers.TYPE;
      case RESOURCE_CHECK -> Authorizers.RESOURCE_TYPE;
    };
  }

  /// What is known of the value of another expression: of what is no scalar, list or map, nothing.
  private static CelType composed(CelType type) {
    return switch (type.sort()) {
      case LIST -> CelType.list(composed(type.parameter(0)));
      case MAP -> CelType.map(composed(type.parameter(0)), composed(type.parameter(1)));
      case BOOL, INT, UINT, DOUBLE, STRING, BYTES, DURATION, TIMESTAMP, NULL -> type;
      case DYN, TYPE, OBJECT, OPAQUE, OPTIONAL, PARAMETER -> CelType.DYN;
    };
  }

  private Known known(String name, ValueType.Data data) {
    return known.computeIfAbsent(
        data.schema(),
        schema ->
            new Known(
                DataType.of(schema, (name.equals("oldSelf") ? "self" : name) + "Type", data.root()),
                DataShape.of(schema, data.root())));
  }

  /// Remembers the object types within a type, to look up their fields.
  private DataType register(DataType type) {
    if (type.type().is(CelType.Sort.OBJECT)) {
      objects.put(type.type().name(), type);
    }
    var element = type.element();
    if (element != null) {
      register(element);
    }
    return type;
  }

  SizeHints sizes() {
    return new SizeHints(sized);
  }

  @Override
  public @Nullable CelType variable(String name) {
    return variables.get(name);
  }

  @Override
  public @Nullable CelType structure(String name) {
    var isPatch = name.equals(JSON_PATCH) || name.equals(OBJECT) || name.startsWith(OBJECT_PART);
    return patches && isPatch ? CelType.object(name) : null;
  }

  @Override
  public boolean hides(String function) {
    return !patches && function.equals(ESCAPE_KEY);
  }

  @Override
  public @Nullable CelType field(CelType object, String name) {
    if (structure(object.name()) != null) {
      // What an object may have is known only where it is applied.
      return object.name().equals(JSON_PATCH) ? PATCH_FIELDS.get(name) : CelType.DYN;
    }
    var listed = fields.get(object.name());
    if (listed != null) {
      return listed.get(name);
    }
    var type = objects.get(object.name());
    var field = type == null ? null : type.field(name);
    return field == null ? null : register(field).type();
  }

  /// The value that a variable is bound to.
  Object value(String name, @Nullable Object bound) {
    var type = declared.get(name);
    return type == null ? Null.NULL : value(type, bound);
  }

  private Object value(ValueType type, @Nullable Object bound) {
    if (bound == null) {
      return type instanceof ValueType.OptionalOf ? OptionalValue.NONE : Null.NULL;
    }
    if (type instanceof ValueType.OptionalOf(var inner)) {
      return bound instanceof Optional<?> optional
          ? OptionalValue.of(optional.map(some -> value(inner, some)).orElse(null))
          : OptionalValue.of(value(inner, bound));
    }
    if (type instanceof ValueType.Fields some && bound instanceof Map<?, ?> values) {
      return new Fields(some, values, this);
    }
    return switch (bound) {
      case Node node -> value(type, node);
      case Authorizer authorizer -> Authorizers.value(authorizer);
      case Authorizer.OfResource asked -> Authorizers.value(asked);
      case Quantity quantity -> Quantities.value(quantity);
      case Integer number -> number.longValue();
      default -> bound;
    };
  }

  private Object value(ValueType type, Node node) {
    var data = type instanceof ValueType.Data it ? known.get(it.schema()) : null;
    if (data == null || data.type() == null || node.kind() == Node.Kind.NULL) {
      return NodeValues.dynamic(node);
    }
    return NodeValues.of(node, data.shape());
  }

  /// The value of one of several under one name.
  Object field(ValueType type, @Nullable Object bound) {
    return value(type, bound);
  }
}
