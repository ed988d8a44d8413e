package dev.podo.machinery.kinds.podtemplate;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.ObjectStrategy;
import dev.podo.machinery.kinds.metadata.SystemMetadata;
import dev.podo.machinery.kinds.pod.PodTemplates;
import dev.podo.model.core.v1.PodTemplate;
import java.util.List;

final class PodTemplateStrategy extends ObjectStrategy<PodTemplate> {
  private static final FieldPath TEMPLATE = FieldPath.root("template");

  PodTemplateStrategy() {
    super(inNamespace(), PodTemplate::withMetadata);
  }

  @Override
  public PodTemplate defaults(PodTemplate template) {
    return template.with(b -> b.template(PodTemplates.defaults(template.template())));
  }

  @Override
  public PodTemplate prepareForCreate(PodTemplate template) {
    return template.withMetadata(SystemMetadata.first(template.metadata()));
  }

  @Override
  public PodTemplate prepareForUpdate(PodTemplate now, PodTemplate old) {
    var changed = !defaults(now).template().equals(old.template());
    return now.withMetadata(SystemMetadata.next(now.metadata(), old.metadata(), changed));
  }

  @Override
  protected void check(PodTemplate template, Findings findings) {
    PodTemplates.check(template.template(), TEMPLATE, findings);
  }

  @Override
  public List<String> warnings(PodTemplate template) {
    return PodTemplates.warnings(template.template(), "template.spec");
  }
}
