/// The network plans carried out on Linux: nftables through libnftables, sysctls, routes.
@NullMarked
package dev.podo.network.linux;

import org.jspecify.annotations.NullMarked;
