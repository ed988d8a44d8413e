package dev.podo.machinery.expression;

import dev.podo.machinery.expression.ValueType.Fields;
import dev.podo.machinery.expression.ValueType.MapOf;
import dev.podo.machinery.expression.ValueType.Simple;
import dev.podo.machinery.expression.ValueType.Sized;
import dev.podo.machinery.expression.Variables.Extension;
import java.util.TreeMap;

/// The variable of expressions that choose devices: `device`, whose attributes and capacities lie
/// under the domains of their names. All of it is bounded, so that costs can be estimated.
public final class DeviceVariables {
  /// What the evaluation of one expression for one device may cost.
  public static final long COST_LIMIT = 1_000_000;

  private static final long DRIVER_MAX = 63;
  private static final long DOMAIN_MAX = 63;
  private static final long NAME_MAX = 32;
  private static final long VALUE_MAX = 64;
  private static final long ENTRIES_MAX = 32;

  private static final Variables DEVICE =
      Variables.none().with("device", device()).with(Extension.BINDINGS);

  private DeviceVariables() {}

  public static Variables all() {
    return DEVICE;
  }

  private static Fields device() {
    var fields = new TreeMap<String, ValueType>();
    fields.put("driver", new Sized(Simple.STRING, DRIVER_MAX));
    fields.put("allowMultipleAllocations", new Sized(Simple.BOOL, 1));
    fields.put("attributes", byDomain(new Sized(Simple.DYNAMIC, VALUE_MAX)));
    fields.put("capacity", byDomain(Simple.QUANTITY));
    return new Fields("kubernetes.DRADevice", fields);
  }

  private static MapOf byDomain(ValueType value) {
    return new MapOf(new MapOf(value, NAME_MAX, ENTRIES_MAX), DOMAIN_MAX, ENTRIES_MAX);
  }
}
