package dev.podo.machinery.kinds.customresourcedefinition;

import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.MetadataRules;
import dev.podo.machinery.kinds.metadata.NameRule;
import dev.podo.machinery.kinds.metadata.StatusStrategy;
import dev.podo.model.apiextensions.v1.CustomResourceConversion;
import dev.podo.model.apiextensions.v1.CustomResourceDefinition;
import dev.podo.model.apiextensions.v1.CustomResourceDefinitionNames;
import dev.podo.model.apiextensions.v1.CustomResourceDefinitionSpec;
import dev.podo.model.apiextensions.v1.CustomResourceDefinitionStatus;
import dev.podo.model.apiextensions.v1.CustomResourceDefinitionVersion;
import dev.podo.model.apiextensions.v1.ServiceReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

final class CustomResourceDefinitionStrategy
    extends StatusStrategy<
        CustomResourceDefinition, CustomResourceDefinitionSpec, CustomResourceDefinitionStatus> {
  private static final int HTTPS = 443;

  CustomResourceDefinitionStrategy() {
    super(
        new MetadataRules(false, NameRule.SUBDOMAIN, true),
        new Parts<>(
            CustomResourceDefinition::withMetadata,
            CustomResourceDefinition::spec,
            CustomResourceDefinition::withSpec,
            CustomResourceDefinition::status,
            CustomResourceDefinition::withStatus,
            CustomResourceDefinitionStatus.EMPTY));
  }

  @Override
  public CustomResourceDefinition defaults(CustomResourceDefinition definition) {
    var spec = definition.spec();
    var conversion = spec.conversion();
    return definition.withSpec(
        spec.with(b ->
            b.names(defaults(spec.names()))
                .conversion(
                    conversion == null
                        ? CustomResourceConversion.builder().strategy("None").build()
                        : defaults(conversion))));
  }

  private static CustomResourceDefinitionNames defaults(CustomResourceDefinitionNames names) {
    var kind = names.kind();
    return names.with(b ->
        b.singular(Default.text(names.singular(), kind.toLowerCase(Locale.ROOT)))
            .listKind(Default.text(names.listKind(), kind.isEmpty() ? "" : kind + "List")));
  }

  private static CustomResourceConversion defaults(CustomResourceConversion conversion) {
    var webhook = conversion.webhook();
    var client = webhook == null ? null : webhook.clientConfig();
    var service = client == null ? null : client.service();
    if (webhook == null || client == null || service == null || service.port() != null) {
      return conversion;
    }
    var withPort = withPort(service);
    return conversion.with(
        c -> c.webhook(webhook.with(w -> w.clientConfig(client.with(it -> it.service(withPort))))));
  }

  private static ServiceReference withPort(ServiceReference service) {
    return service.with(b -> b.port(HTTPS));
  }

  @Override
  public CustomResourceDefinition prepareForCreate(CustomResourceDefinition definition) {
    return withStoredVersion(super.prepareForCreate(definition));
  }

  @Override
  public CustomResourceDefinition prepareForUpdate(
      CustomResourceDefinition now, CustomResourceDefinition old) {
    return withStoredVersion(super.prepareForUpdate(now, old));
  }

  /// From now on there may be objects stored in the version to store.
  private static CustomResourceDefinition withStoredVersion(CustomResourceDefinition definition) {
    var stored = new ArrayList<>(definition.status().storedVersions());
    definition.spec().versions().stream()
        .filter(CustomResourceDefinitionVersion::storage)
        .map(CustomResourceDefinitionVersion::name)
        .limit(1)
        .filter(name -> !stored.contains(name))
        .forEach(stored::add);
    return stored.equals(definition.status().storedVersions())
        ? definition
        : definition.withStatus(definition.status().with(b -> b.storedVersions(stored)));
  }

  @Override
  public List<String> warnings(CustomResourceDefinition definition) {
    return FormatWarnings.of(definition);
  }

  @Override
  public List<String> updateWarnings(CustomResourceDefinition now, CustomResourceDefinition old) {
    return FormatWarnings.of(now, old);
  }

  @Override
  public boolean allowsUnconditionalUpdate() {
    return false;
  }

  @Override
  protected void check(CustomResourceDefinition definition, Findings findings) {
    DefinitionRules.check(definition, findings);
  }

  @Override
  protected void checkUpdate(
      CustomResourceDefinition now, CustomResourceDefinition old, Findings findings) {
    DefinitionRules.checkUpdate(now, old, findings);
    findings.immutable(SPEC.child("group"), now.spec().group(), old.spec().group());
    var names = SPEC.child("names");
    findings.immutable(
        names.child("plural"), now.spec().names().plural(), old.spec().names().plural());
    if (CustomResourceDefinitions.isTrue(old, CustomResourceDefinitions.ESTABLISHED)) {
      findings.immutable(SPEC.child("scope"), now.spec().scope(), old.spec().scope());
      findings.immutable(names.child("kind"), now.spec().names().kind(), old.spec().names().kind());
    }
  }

  @Override
  protected void checkStatusUpdate(
      CustomResourceDefinition now, CustomResourceDefinition old, Findings findings) {
    DefinitionRules.checkNames(
        now.status().acceptedNames(), STATUS.child("acceptedNames"), findings);
    DefinitionRules.checkStoredVersions(now, findings);
  }
}
