/// OpenAPI documents as protobuf, in the messages of google/gnostic that Kubernetes' clients read.
@NullMarked
package dev.podo.apiserver.openapi.gnostic;

import org.jspecify.annotations.NullMarked;
