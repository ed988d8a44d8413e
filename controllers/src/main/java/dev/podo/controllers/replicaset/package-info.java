/// Keeps as many Pods alive as each ReplicaSet or ReplicationController asks for.
@NullMarked
package dev.podo.controllers.replicaset;

import org.jspecify.annotations.NullMarked;
