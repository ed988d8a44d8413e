package dev.podo.apiserver.openapi.gnostic;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The messages that documents consist of, with the numbers of their fields: a line for each, its
/// name and then `key=number:type`, where `*` marks a list and the key `x-` stands for all
/// extensions. A message whose only key is `*` is a map, as a list of names and values.
final class Messages {
  static final Messages V2 =
      new Messages(
          """
          Document swagger=1:string info=2:Info paths=8:Paths definitions=9:Definitions \
          parameters=10:ParameterDefinitions security=12:SecurityRequirement* \
          securityDefinitions=13:SecurityDefinitions x-=16
          Info title=1:string version=2:string description=3:string x-=7
          Definitions *=1:Schema
          Properties *=1:Schema
          ParameterDefinitions *=1:Parameter
          Paths *=2:PathItem
          Responses *=1:ResponseValue
          SecurityDefinitions *=1:SecurityDefinitionsItem
          SecurityRequirement *=1:StringArray
          PathItem get=2:Operation put=3:Operation post=4:Operation delete=5:Operation \
          options=6:Operation head=7:Operation patch=8:Operation parameters=9:ParametersItem* x-=10
          Operation tags=1:string* summary=2:string description=3:string operationId=5:string \
          produces=6:string* consumes=7:string* parameters=8:ParametersItem* \
          responses=9:Responses schemes=10:string* deprecated=11:bool x-=13
          BodyParameter description=1:string name=2:string in=3:string required=4:bool \
          schema=5:Schema x-=6
          QueryParameter required=1:bool in=2:string description=3:string name=4:string \
          type=6:string format=7:string uniqueItems=20:bool x-=23
          PathParameter required=1:bool in=2:string description=3:string name=4:string \
          type=5:string format=6:string uniqueItems=19:bool x-=22
          Reference $ref=1:string description=2:string
          Response description=1:string schema=2:SchemaItem x-=5
          ApiKeySecurity type=1:string name=2:string in=3:string description=4:string x-=5
          Schema $ref=1:string format=2:string title=3:string description=4:string \
          default=5:any multipleOf=6:double maximum=7:double exclusiveMaximum=8:bool \
          minimum=9:double exclusiveMinimum=10:bool maxLength=11:int minLength=12:int \
          pattern=13:string maxItems=14:int minItems=15:int uniqueItems=16:bool \
          maxProperties=17:int minProperties=18:int required=19:string* enum=20:any* \
          additionalProperties=21:AdditionalPropertiesItem type=22:StringArray items=23:ItemsItem \
          allOf=24:Schema* properties=25:Properties readOnly=27:bool example=30:any x-=31
          """);

  static final Messages V3 =
      new Messages(
          """
          Document openapi=1:string info=2:Info paths=4:Paths components=5:Components \
          security=6:SecurityRequirement* x-=9
          Info title=1:string description=2:string version=6:string x-=7
          Components schemas=1:Schemas securitySchemes=7:SecuritySchemes x-=10
          Schemas *=1:SchemaOrReference
          Properties *=1:SchemaOrReference
          SecuritySchemes *=1:SecuritySchemeOrReference
          MediaTypes *=1:MediaType
          Paths *=1:PathItem
          Responses *=2:ResponseOrReference
          SecurityRequirement *=1:StringArray
          PathItem summary=2:string description=3:string get=4:Operation put=5:Operation \
          post=6:Operation delete=7:Operation options=8:Operation head=9:Operation \
          patch=10:Operation parameters=13:ParameterOrReference* x-=14
          Operation tags=1:string* summary=2:string description=3:string operationId=5:string \
          parameters=6:ParameterOrReference* requestBody=7:RequestBodyOrReference \
          responses=8:Responses deprecated=10:bool x-=13
          Parameter name=1:string in=2:string description=3:string required=4:bool \
          schema=10:SchemaOrReference x-=14
          RequestBody description=1:string content=2:MediaTypes required=3:bool x-=4
          Response description=1:string content=3:MediaTypes x-=5
          MediaType schema=1:SchemaOrReference x-=5
          SecurityScheme type=1:string description=2:string name=3:string in=4:string x-=9
          Reference $ref=1:string
          Schema nullable=1:bool readOnly=3:bool writeOnly=4:bool example=7:any \
          deprecated=8:bool title=9:string multipleOf=10:double maximum=11:double \
          exclusiveMaximum=12:bool minimum=13:double exclusiveMinimum=14:bool maxLength=15:int \
          minLength=16:int pattern=17:string maxItems=18:int minItems=19:int \
          uniqueItems=20:bool maxProperties=21:int minProperties=22:int required=23:string* \
          enum=24:any* type=25:string allOf=26:SchemaOrReference* oneOf=27:SchemaOrReference* \
          anyOf=28:SchemaOrReference* not=29:Schema items=30:ItemsItem properties=31:Properties \
          additionalProperties=32:AdditionalPropertiesItem default=33:DefaultType \
          description=34:string format=35:string x-=36
          """);

  private final Map<String, Map<String, Slot>> messages = new HashMap<>();

  /// Where a value goes.
  record Slot(int number, String type, boolean list) {}

  private Messages(String text) {
    for (var line : text.lines().toList()) {
      var words = line.split(" ");
      var slots = new HashMap<String, Slot>();
      for (var i = 1; i < words.length; i++) {
        var equals = words[i].indexOf('=');
        var parts = words[i].substring(equals + 1).split(":");
        var type = parts.length > 1 ? parts[1] : "";
        var list = type.endsWith("*");
        slots.put(
            words[i].substring(0, equals),
            new Slot(
                Integer.parseInt(parts[0]),
                list ? type.substring(0, type.length() - 1) : type,
                list));
      }
      messages.put(words[0], slots);
    }
  }

  /// The slot of a key; null when the message has none.
  @Nullable Slot slot(String message, String key) {
    var slots = messages.get(message);
    return slots == null ? null : slots.get(key);
  }
}
