package dev.podo.apiserver.openapi;

import dev.podo.apiserver.discovery.Document;
import dev.podo.apiserver.discovery.Documents;
import dev.podo.apiserver.encoding.MediaType;
import dev.podo.apiserver.http.Header;
import dev.podo.apiserver.openapi.definitions.Dialect;
import dev.podo.apiserver.openapi.gnostic.GnosticWriter;
import dev.podo.apiserver.openapi.operations.Page;
import dev.podo.apiserver.request.Answer;
import dev.podo.apiserver.request.Call;
import dev.podo.foundation.Clock;
import dev.podo.machinery.codec.Json;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.kind.GroupVersion;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kinds.Catalogue;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// `/openapi/v3`, an index and a document for each version of a group, which clients keep for ever
/// under its hash; and `/openapi/v2`, which says all in one. Nothing is made before someone asks,
/// and when the catalogue changes, only what is about kinds that changed is made again.
public final class OpenApi {
  private static final String ROOT = "/openapi/v3";
  private static final List<String> PROTOBUF_V3 =
      List.of(
          "application/com.github.proto-openapi.spec.v3.v1.0+protobuf",
          "application/com.github.proto-openapi.spec.v3@v1.0+protobuf");
  private static final List<String> PROTOBUF_V2 =
      List.of(
          "application/com.github.proto-openapi.spec.v2.v1.0+protobuf",
          "application/com.github.proto-openapi.spec.v2@v1.0+protobuf");
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);
  private static final Duration FOR_EVER = Duration.ofDays(365);

  private static final System.Logger LOG = System.getLogger(OpenApi.class.getName());

  private final Supplier<Catalogue> catalogue;
  private final OpenApiSource others;
  private final String version;
  private final Clock clock;
  private volatile @Nullable Made made;

  private record Made(
      Basis basis, Document index, SortedMap<String, Described> documents, Forms swagger) {}

  /// What is described.
  private record Basis(
      Catalogue catalogue,
      SortedMap<String, OpenApiSource.Description> others,
      Collection<OpenApiSource.Description> swaggers) {

    @SuppressWarnings("ReferenceEquality") // What did not change is the same instance.
    boolean isSame(Basis other) {
      return catalogue == other.catalogue()
          && others == other.others()
          && swaggers == other.swaggers();
    }
  }

  /// A document of v3, which stays the same for as long as its kinds do.
  private record Described(List<Kind<?>> kinds, String hash, Forms forms) {}

  private record Forms(PackedDocument json, PackedDocument protobuf) {}

  /// @param others other servers behind this one
  /// @param version of the server
  public OpenApi(Supplier<Catalogue> catalogue, OpenApiSource others, String version, Clock clock) {
    this.catalogue = catalogue;
    this.others = others;
    this.version = version;
    this.clock = clock;
  }

  public void addTo(Documents documents) {
    documents.at(ROOT, call -> made().index().answer(call));
    documents.below(ROOT, this::answer);
    documents.at("/openapi/v2", call -> negotiate(call, made().swagger(), PROTOBUF_V2, List.of()));
  }

  private Answer answer(Call call) throws InterruptedException {
    var name = call.info().path().substring(ROOT.length() + 1);
    var document = made().documents().get(name);
    if (document == null) {
      throw ApiErrors.notFoundPath();
    }
    var hash = call.input().parameter("hash");
    if (!hash.isEmpty() && !hash.equals(document.hash())) {
      var location = ROOT + "/" + name + "?hash=" + document.hash();
      return new Answer.OfDocument(301, List.of(new Header("Location", location)), new byte[0]);
    }
    var forever =
        hash.isEmpty()
            ? List.<Header>of()
            : List.of(
                new Header("Cache-Control", "public, immutable"),
                new Header("Expires", HTTP_DATE.format(clock.now().plus(FOR_EVER))));
    return negotiate(call, document.forms(), PROTOBUF_V3, forever);
  }

  private static Answer negotiate(
      Call call, Forms forms, List<String> protobuf, List<Header> headers)
      throws InterruptedException {
    var http = call.http();
    var accepted = http == null ? List.<String>of() : http.headers().all("Accept");
    for (var wanted : MediaType.accepted(accepted)) {
      if (protobuf.contains(wanted.type())) {
        return forms.protobuf().answer(call, headers);
      }
      if (List.of("*/*", "application/*", MediaType.JSON).contains(wanted.type())) {
        return forms.json().answer(call, headers);
      }
    }
    throw ApiErrors.notAcceptable(List.of(MediaType.JSON, protobuf.getFirst()));
  }

  private Made made() {
    var now = new Basis(catalogue.get(), others.documents(), others.swaggers());
    var last = made;
    if (last == null || !last.basis().isSame(now)) {
      // Two threads may both make it: that costs little before documents are asked for.
      last = make(now, last);
      made = last;
    }
    return last;
  }

  private Made make(Basis basis, @Nullable Made last) {
    var now = basis.catalogue();
    var documents = new TreeMap<String, Described>();
    var paths = new TreeMap<String, Object>();
    var all = new StringBuilder();
    for (var page : Page.of(builtInGroups(now))) {
      documents.put(page.document(), describe(page, last));
    }
    for (var groupVersion : now.groupVersions()) {
      var name = (groupVersion.group().isEmpty() ? "api/" : "apis/") + groupVersion;
      var kinds = now.in(groupVersion);
      var before = last == null ? null : last.documents().get(name);
      // Kinds are compared by identity: a definition that changes makes new ones.
      var document =
          before != null && before.kinds().equals(kinds) ? before : describe(groupVersion, kinds);
      documents.put(name, document);
      all.append(name).append(document.hash());
    }
    basis
        .others()
        .forEach((name, told) -> {
          var before = last == null ? null : last.documents().get(name);
          var known = before != null && before.hash().equals(told.hash());
          documents.put(name, known ? before : describe(told));
        });
    basis.swaggers().forEach(told -> all.append(told.hash()));
    documents.forEach((name, document) ->
        paths.put(
            name, Map.of("serverRelativeURL", ROOT + "/" + name + "?hash=" + document.hash())));
    return new Made(
        basis, Document.json(Map.of("paths", paths)), documents, swagger(basis, all.toString()));
  }

  /// Definitions have no document of their group, as they have none upstream.
  private static SortedSet<String> builtInGroups(Catalogue catalogue) {
    var groups = new TreeSet<String>();
    for (var kind : catalogue.all()) {
      if (PathsAndTypes.isBuiltIn(kind) && !kind.group().isEmpty()) {
        groups.add(kind.group());
      }
    }
    return groups;
  }

  private Described describe(Page page, @Nullable Made last) {
    var before = last == null ? null : last.documents().get(page.document());
    return before != null
        ? before
        : describe(
            List.of(),
            Fingerprint.of(version + "\n" + page.document()),
            () -> new PathsAndTypes(Dialect.V3).add(page));
  }

  private static Described describe(OpenApiSource.Description told) {
    var hash = told.hash();
    return new Described(
        List.of(),
        hash,
        new Forms(
            new PackedDocument(MediaType.JSON, hash, out -> out.write(Json.print(told.tree()))),
            new PackedDocument(
                PROTOBUF_V3.getFirst(), hash, out -> out.write(GnosticWriter.v3(told.tree())))));
  }

  private Described describe(GroupVersion groupVersion, List<Kind<?>> kinds) {
    return describe(
        kinds,
        Fingerprint.of(version, groupVersion, kinds),
        () -> new PathsAndTypes(Dialect.V3).add(groupVersion, kinds));
  }

  private Described describe(List<Kind<?>> kinds, String hash, Supplier<PathsAndTypes> said) {
    return new Described(
        kinds,
        hash,
        new Forms(
            new PackedDocument(
                MediaType.JSON, hash, out -> ApiDocument.v3(version, said.get()).write(out)),
            new PackedDocument(
                PROTOBUF_V3.getFirst(),
                hash,
                out -> out.write(GnosticWriter.v3(ApiDocument.v3(version, said.get()).tree())))));
  }

  private Forms swagger(Basis now, String content) {
    var hash = Fingerprint.of(content);
    return new Forms(
        new PackedDocument(MediaType.JSON, hash, out -> v2(now).write(out)),
        new PackedDocument(PROTOBUF_V2.getFirst(), hash, out -> out.write(packed(now))));
  }

  private ApiDocument v2(Basis now) throws InterruptedException {
    var said = new PathsAndTypes(Dialect.V2);
    var catalogue = now.catalogue();
    catalogue.groupVersions().forEach(version -> said.add(version, catalogue.in(version)));
    Page.of(builtInGroups(catalogue)).forEach(said::add);
    var others = new ArrayList<Map<String, @Nullable Object>>();
    for (var told : now.swaggers()) {
      others.add(told.tree());
    }
    return ApiDocument.v2(version, said, others);
  }

  /// What another server says may be no OpenAPI at all: then it is left out.
  private byte[] packed(Basis now) throws InterruptedException {
    try {
      return GnosticWriter.v2(v2(now).tree());
    } catch (IllegalArgumentException | IllegalStateException | ClassCastException e) {
      LOG.log(System.Logger.Level.WARNING, "a server behind this one describes itself badly", e);
      var good = new ArrayList<OpenApiSource.Description>();
      for (var told : now.swaggers()) {
        if (isWritable(told)) {
          good.add(told);
        }
      }
      return GnosticWriter.v2(v2(new Basis(now.catalogue(), new TreeMap<>(), good)).tree());
    }
  }

  private boolean isWritable(OpenApiSource.Description told) throws InterruptedException {
    try {
      var alone = ApiDocument.v2(version, new PathsAndTypes(Dialect.V2), List.of(told.tree()));
      return GnosticWriter.v2(alone.tree()).length > 0;
    } catch (IllegalArgumentException | IllegalStateException | ClassCastException e) {
      return false;
    }
  }
}
