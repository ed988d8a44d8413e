package dev.podo.model.generator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.Annotation;
import java.lang.classfile.AnnotationValue;
import java.lang.classfile.AttributedElement;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.FieldModel;
import java.lang.classfile.MethodModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The model classes of the official Java client, read as class files and never loaded: names,
/// types, required marks and descriptions of the fields of Kubernetes' API types.
final class ApiJar {
  private static final String SERIALIZED_NAME = "Lcom/google/gson/annotations/SerializedName;";
  private static final String NONNULL = "Ljakarta/annotation/Nonnull;";
  private static final String MODEL = "Lio/swagger/annotations/ApiModel;";
  private static final String PROPERTY = "Lio/swagger/annotations/ApiModelProperty;";

  /// One API type as the client has it.
  record Type(String description, boolean object, boolean list, List<Property> properties) {}

  /// One field.
  ///
  /// @param signature its Java type as the class file spells it
  record Property(String name, String signature, boolean required, String description) {}

  private final Path models;

  ApiJar(Path models) {
    this.models = models;
  }

  /// The type that the class of this simple name describes; null if there is no such class.
  @Nullable Type type(String simpleName) {
    var file = models.resolve(simpleName + ".class");
    return Files.exists(file) ? read(file) : null;
  }

  private static Type read(Path file) {
    var model = parse(file);
    var interfaces = model.interfaces().stream().map(i -> i.asInternalName()).toList();
    var descriptions = getterDescriptions(model);
    var properties = new ArrayList<Property>();
    for (var field : model.fields()) {
      var name = annotationText(field, SERIALIZED_NAME, "value");
      if (name.isPresent()) {
        var description = descriptions.getOrDefault(getter(field.fieldName().stringValue()), "");
        properties.add(new Property(name.get(), signature(field), isNonnull(field), description));
      }
    }
    return new Type(
        annotationText(model, MODEL, "description").orElse(""),
        interfaces.contains("io/kubernetes/client/common/KubernetesObject"),
        interfaces.contains("io/kubernetes/client/common/KubernetesListObject"),
        properties);
  }

  private static ClassModel parse(Path file) {
    try {
      return ClassFile.of().parse(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> getterDescriptions(ClassModel model) {
    var descriptions = new HashMap<String, String>();
    for (MethodModel method : model.methods()) {
      annotationText(method, PROPERTY, "value")
          .ifPresent(text -> descriptions.put(getter(method.methodName().stringValue()), text));
    }
    return descriptions;
  }

  /// What the name of a field and of its getter have in common.
  private static String getter(String member) {
    return member.replaceFirst("^(get|is)(?=[A-Z$])|^_", "").toLowerCase(Locale.ROOT);
  }

  private static String signature(FieldModel field) {
    return field
        .findAttribute(Attributes.signature())
        .map(s -> s.signature().stringValue())
        .orElse(field.fieldType().stringValue());
  }

  private static boolean isNonnull(FieldModel field) {
    return annotations(field).stream().anyMatch(a -> a.className().equalsString(NONNULL));
  }

  private static Optional<String> annotationText(
      AttributedElement element, String type, String member) {
    for (var annotation : annotations(element)) {
      if (annotation.className().equalsString(type)) {
        for (var value : annotation.elements()) {
          if (value.name().equalsString(member)
              && value.value() instanceof AnnotationValue.OfString text) {
            return Optional.of(text.stringValue());
          }
        }
      }
    }
    return Optional.empty();
  }

  private static List<Annotation> annotations(AttributedElement element) {
    return element
        .findAttribute(Attributes.runtimeVisibleAnnotations())
        .map(a -> a.annotations())
        .orElse(List.of());
  }
}
