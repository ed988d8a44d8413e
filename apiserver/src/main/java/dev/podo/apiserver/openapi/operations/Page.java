package dev.podo.apiserver.openapi.operations;

import dev.podo.apiserver.encoding.MediaType;
import dev.podo.apiserver.openapi.operations.Operation.Content;
import dev.podo.apiserver.openapi.operations.Operation.Identity;
import dev.podo.machinery.kind.GroupVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;

/// A path that answers no objects: which groups, versions and resources there are, which version
/// the server has, and how its tokens are verified.
///
/// @param document the name of the document of v3 that it stands in
public record Page(String document, PathItem item) {
  private static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";
  private static final List<String> ENCODINGS = MediaTypes.BUILT_IN.written();
  private static final List<String> JSON = List.of(MediaType.JSON);

  /// All but those of versions.
  ///
  /// @param groups those with a name
  public static List<Page> of(SortedSet<String> groups) {
    var versions = "get available API versions";
    var pages = new ArrayList<Page>();
    pages.add(page("api", name("CoreAPIVersions", versions, "core"), ENCODINGS, "APIVersions"));
    pages.add(page("apis", name("APIVersions", versions, "apis"), ENCODINGS, "APIGroupList"));
    for (var group : groups) {
      var id = OperationNames.ofGroup(group) + "APIGroup";
      var tag = OperationNames.tagOfGroup(group);
      var identity = name(id, "get information of a group", tag);
      pages.add(page("apis/" + group, identity, ENCODINGS, "APIGroup"));
    }
    pages.add(version());
    pages.add(
        text(
            ".well-known/openid-configuration",
            name(
                "ServiceAccountIssuerOpenIDConfiguration",
                "get what clients need to verify tokens of service accounts (OpenID discovery)",
                "WellKnown"),
            MediaType.JSON));
    pages.add(
        text(
            "openid/v1/jwks",
            name(
                "ServiceAccountIssuerOpenIDKeyset",
                "get the public keys of the tokens of service accounts (a JSON Web Key Set)",
                "openid"),
            "application/jwk-set+json"));
    return pages;
  }

  private static Page version() {
    var type = "io.k8s.apimachinery.pkg.version.Info";
    var identity = name("CodeVersion", "get the version information for this server", "version");
    return page("version", identity, new Content(null, JSON, JSON, answers(type)));
  }

  /// The resources of a version.
  public static Page of(GroupVersion version) {
    var names = new OperationNames(version);
    var identity = name(names.path() + "APIResources", "get available resources", names.tag());
    var document = (version.group().isEmpty() ? "api/" : "apis/") + version;
    return page(document, identity, ENCODINGS, "APIResourceList");
  }

  private static Identity name(String id, String description, String tag) {
    return new Identity("get" + id, description, tag, "", null);
  }

  private static Page page(String document, Identity identity, List<String> media, String type) {
    return page(document, identity, new Content(null, media, media, answers(META + type)));
  }

  private static Page text(String document, Identity identity, String media) {
    var content = new Content(null, List.of(), List.of(media), answers(Operation.TEXT));
    return page(document, identity, content);
  }

  private static Page page(String document, Identity identity, Content content) {
    var operation = new Operation("get", identity, content, List.of());
    return new Page(document, new PathItem("/" + document + "/", List.of(operation)));
  }

  private static TreeMap<Integer, String> answers(String type) {
    var answers = new TreeMap<Integer, String>();
    answers.put(200, type);
    answers.put(401, Operation.NOTHING);
    return answers;
  }
}
