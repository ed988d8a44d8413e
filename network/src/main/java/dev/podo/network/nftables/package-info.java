/// The service plan as nftables rules: the ruleset as a value, and the commands that lead from one
/// to the next.
@NullMarked
package dev.podo.network.nftables;

import org.jspecify.annotations.NullMarked;
