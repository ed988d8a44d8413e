package dev.podo.machinery.kinds.device;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kind.Column;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kind.KindBuilder;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.MetadataRules;
import dev.podo.machinery.kinds.metadata.ObjectStrategy;
import dev.podo.machinery.table.Cells;
import dev.podo.model.meta.v1.ObjectMeta;
import dev.podo.model.resource.v1.ResourceClaimTemplate;
import dev.podo.model.resource.v1.ResourceClaimTemplateList;
import java.util.List;
import java.util.Objects;

/// From what the claims of Pods are made that want devices of their own.
public final class ResourceClaimTemplates {
  public static final Kind<ResourceClaimTemplate> KIND =
      Kind.declare(
              new GroupVersionKind(DeviceClasses.GROUP, "v1", "ResourceClaimTemplate"),
              ResourceClaimTemplates::details)
          .namespaced()
          .build();

  private ResourceClaimTemplates() {}

  private static void details(KindBuilder<ResourceClaimTemplate> kind) {
    kind.schema(ResourceClaimTemplate.SCHEMA)
        .strategy(new Rules())
        .columns(List.of(Column.named(), Cells.age()))
        .listedAs(
            ResourceClaimTemplateList.SCHEMA,
            (meta, items) ->
                ResourceClaimTemplateList.builder().metadata(meta).items(items).build());
  }

  private static final class Rules extends ObjectStrategy<ResourceClaimTemplate> {
    private static final List<String> COPIED = List.of("labels", "annotations");

    Rules() {
      super(inNamespace(), ResourceClaimTemplate::withMetadata);
    }

    @Override
    public ResourceClaimTemplate defaults(ResourceClaimTemplate template) {
      var spec = template.spec();
      return template.withSpec(spec.with(b -> b.spec(RequestRules.defaults(spec.spec()))));
    }

    @Override
    protected void check(ResourceClaimTemplate template, Findings findings) {
      checkMetadata(template.spec().metadata(), SPEC.child("metadata"), findings);
      RequestRules.check(template.spec().spec(), SPEC.child("spec"), findings);
    }

    private static void checkMetadata(ObjectMeta metadata, FieldPath at, Findings findings) {
      MetadataRules.checkAnnotations(metadata.annotations(), at.child("annotations"), findings);
      MetadataRules.checkLabels(metadata.labels(), at.child("labels"), findings);
      for (var field : ObjectMeta.SCHEMA.fields()) {
        var isSet =
            !Objects.equals(metadata.get(field.index()), ObjectMeta.EMPTY.get(field.index()));
        if (isSet && !COPIED.contains(field.name())) {
          findings.forbidden(at.child(field.name()), "cannot be set");
        }
      }
    }

    @Override
    protected void checkUpdate(
        ResourceClaimTemplate now, ResourceClaimTemplate old, Findings findings) {
      check(now, findings);
      findings.immutable(SPEC, now.spec(), old.spec());
    }
  }
}
