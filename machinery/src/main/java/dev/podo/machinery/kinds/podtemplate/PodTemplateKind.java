package dev.podo.machinery.kinds.podtemplate;

import dev.podo.machinery.kind.Column;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kind.KindBuilder;
import dev.podo.machinery.kinds.metadata.PodFeatures;
import dev.podo.machinery.kinds.metadata.Workloads;
import dev.podo.model.core.v1.PodTemplate;
import dev.podo.model.core.v1.PodTemplateList;
import java.util.List;

/// Templates of Pods, kept for whoever makes Pods of them.
public final class PodTemplateKind {
  public static final Kind<PodTemplate> KIND =
      Kind.declare(new GroupVersionKind("", "v1", "PodTemplate"), PodTemplateKind::details)
          .namespaced()
          .build();

  private PodTemplateKind() {}

  private static void details(KindBuilder<PodTemplate> kind) {
    kind.schema(PodTemplate.SCHEMA)
        .strategy(new PodTemplateStrategy())
        .gated(PodFeatures.of("template.spec"))
        .columns(
            List.of(
                Column.named(),
                Column.text(
                    "Containers",
                    "The containers of the template, by name.",
                    it -> Workloads.containers(it.template())),
                Column.text(
                    "Images",
                    "The images of the template's containers.",
                    it -> Workloads.images(it.template())),
                Column.text(
                    "Pod Labels",
                    "The labels that the Pods get.",
                    it -> Workloads.labels(it.template().metadata().labels()))))
        .listedAs(
            PodTemplateList.SCHEMA,
            (meta, items) -> PodTemplateList.builder().metadata(meta).items(items).build());
  }
}
