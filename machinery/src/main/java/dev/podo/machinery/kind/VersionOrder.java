package dev.podo.machinery.kind;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The order in which clients are offered the versions of a group, best first: `v10`, `v2`, `v1`,
/// `v11beta2`, `v10beta3`, `v3beta1`, `v12alpha1`, `v11alpha2`, then names of any other form by the
/// alphabet (Kubernetes documentation, "Version priority").
public final class VersionOrder implements Comparator<String> {
  public static final VersionOrder BEST_FIRST = new VersionOrder();
  private static final Pattern FORM =
      Pattern.compile("v([1-9][0-9]*)(?:(alpha|beta)([1-9][0-9]*))?");

  private VersionOrder() {}

  @Override
  public int compare(String one, String other) {
    var left = FORM.matcher(one);
    var right = FORM.matcher(other);
    var leftFits = left.matches();
    var rightFits = right.matches();
    if (!leftFits || !rightFits) {
      return leftFits ? -1 : rightFits ? 1 : one.compareTo(other);
    }
    var byStability = Integer.compare(unstability(left.group(2)), unstability(right.group(2)));
    if (byStability != 0) {
      return byStability;
    }
    var byMajor = number(right.group(1)).compareTo(number(left.group(1)));
    return byMajor != 0 ? byMajor : number(right.group(3)).compareTo(number(left.group(3)));
  }

  private static int unstability(@Nullable String stage) {
    return stage == null ? 0 : stage.equals("beta") ? 1 : 2;
  }

  private static BigInteger number(@Nullable String digits) {
    return digits == null ? BigInteger.ZERO : new BigInteger(digits);
  }
}
