/// Rolls out Deployments: the ReplicaSet of the present template grows while those of earlier ones
/// shrink, within the bounds that the Deployment sets.
@NullMarked
package dev.podo.controllers.deployment;

import org.jspecify.annotations.NullMarked;
