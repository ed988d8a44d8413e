/// kubeconfig files: how clients find a cluster and prove who they are.
@NullMarked
package dev.podo.client.kubeconfig;

import org.jspecify.annotations.NullMarked;
