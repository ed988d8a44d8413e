package dev.podo.machinery.kinds.device;

import dev.podo.machinery.codec.Json;
import dev.podo.machinery.expression.DeviceVariables;
import dev.podo.machinery.expression.Expression;
import dev.podo.machinery.expression.ExpressionCompiler;
import dev.podo.machinery.expression.ExpressionException;
import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.csi.CsiDrivers;
import dev.podo.machinery.kinds.metadata.DataRules;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.validation.FieldError;
import dev.podo.model.resource.v1.DeviceSelector;
import dev.podo.model.resource.v1.OpaqueDeviceConfiguration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What classes and claims say of devices: which they want, and with which parameters.
final class ConfigurationRules {
  /// Of configurations of one class or of one claim.
  static final int CONFIGURATIONS_MAX = 32;

  private static final int SELECTORS_MAX = 32;
  private static final int EXPRESSION_MAX = 10 << 10;
  private static final int DATA_MAX = 10 << 10;

  private ConfigurationRules() {}

  static void checkSelectors(List<DeviceSelector> selectors, FieldPath at, Findings findings) {
    Elements.check(selectors, SELECTORS_MAX, ConfigurationRules::checkSelector, at, findings);
  }

  private static void checkSelector(DeviceSelector selector, FieldPath at, Findings findings) {
    var cel = selector.cel();
    if (cel == null) {
      findings.required(at.child("cel"));
      return;
    }
    var place = at.child("cel").child("expression");
    if (DataRules.size(cel.expression()) > EXPRESSION_MAX) {
      findings.add(FieldError.tooLong(place, EXPRESSION_MAX));
    } else {
      checkExpression(cel.expression(), place, findings);
    }
  }

  /// Of a value of which nothing is known until a device is there, it is hoped that it is true or
  /// false.
  private static void checkExpression(String text, FieldPath at, Findings findings) {
    Expression expression;
    try {
      expression = ExpressionCompiler.installed().compile(text, DeviceVariables.all());
    } catch (ExpressionException e) {
      findings.invalid(at, text, e.describe());
      return;
    }
    var type = expression.resultType();
    if (!type.equals("bool") && !type.equals("dyn")) {
      findings.invalid(at, text, "must evaluate to bool or the unknown type, not " + type);
    } else if (expression.estimatedCost() > DeviceVariables.COST_LIMIT) {
      findings.forbidden(at, "too complex, exceeds cost limit");
    }
  }

  static void check(@Nullable OpaqueDeviceConfiguration opaque, FieldPath at, Findings findings) {
    var place = at.child("opaque");
    if (opaque == null) {
      findings.required(place);
      return;
    }
    CsiDrivers.checkName(opaque.driver(), place.child("driver"), findings);
    checkData(opaque.parameters(), place.child("parameters"), findings);
  }

  /// Data that only drivers understand: an object that is not large.
  static void checkData(@Nullable Object data, FieldPath at, Findings findings) {
    if (data == null) {
      findings.required(at);
    } else if (Json.print(data).length > DATA_MAX) {
      findings.add(FieldError.tooLong(at, DATA_MAX));
    } else if (!(data instanceof Map<?, ?>)) {
      findings.invalid(at, "<value omitted>", "must be a valid JSON object");
    }
  }
}
