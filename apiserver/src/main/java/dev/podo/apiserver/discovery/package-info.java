/// What the server tells about itself: groups, versions and resources, its own version, its paths,
/// its keys.
@NullMarked
package dev.podo.apiserver.discovery;

import org.jspecify.annotations.NullMarked;
