/// How the API server itself reaches what runs in the cluster.
@NullMarked
package dev.podo.apiserver.service;

import org.jspecify.annotations.NullMarked;
