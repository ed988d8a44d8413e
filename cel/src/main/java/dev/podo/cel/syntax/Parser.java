package dev.podo.cel.syntax;

import dev.podo.cel.syntax.Expr.Call;
import dev.podo.cel.syntax.Expr.FieldOf;
import dev.podo.cel.syntax.Expr.Ident;
import dev.podo.cel.syntax.Expr.ListOf;
import dev.podo.cel.syntax.Expr.Literal;
import dev.podo.cel.syntax.Expr.MapOf;
import dev.podo.cel.syntax.Expr.Pair;
import dev.podo.cel.syntax.Expr.Select;
import dev.podo.cel.syntax.Expr.StructOf;
import dev.podo.cel.syntax.Token.Sort;
import dev.podo.cel.value.Null;
import dev.podo.cel.value.Uint;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// Reads an expression by recursive descent. Text comes from strangers: its length and the depth of
/// the tree are bounded, so that nothing that walks the tree later can run out of stack.
public final class Parser {
  private static final int SIZE_MAX = 100_000;
  private static final int DEPTH_MAX = 250;
  private static final int TREE_DEPTH_MAX = 300;
  private static final int NODES_MAX = 500_000;

  private static final Set<String> RESERVED =
      Set.of(
          "as",
          "break",
          "const",
          "continue",
          "else",
          "false",
          "for",
          "function",
          "if",
          "import",
          "in",
          "let",
          "loop",
          "package",
          "namespace",
          "null",
          "return",
          "true",
          "var",
          "void",
          "while");
  private static final Set<String> RELATIONS = Set.of("==", "!=", "<", "<=", ">", ">=", "in");
  private static final Set<String> SUMS = Set.of("+", "-");
  private static final Set<String> PRODUCTS = Set.of("*", "/", "%");
  private static final String OPERAND =
      "{'[', '{', '(', '.', '-', '!', 'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT,"
          + " STRING, BYTES, IDENTIFIER}";

  private final Source source;
  private final List<Token> tokens;
  private final Macros macros;
  private int at;
  private int depth;

  private Parser(Source source, boolean bindings) {
    this.source = source;
    this.tokens = Lexer.tokens(source.text());
    this.macros = new Macros(source, bindings);
  }

  /// @param bindings whether `cel.bind` gives names to values
  /// @throws SyntaxException if the text is no expression
  public static Expr parse(Source source, boolean bindings) {
    var size = source.text().codePointCount(0, source.text().length());
    if (size > SIZE_MAX) {
      throw wrong(
          0, "expression code point size exceeds limit: size: " + size + ", limit " + SIZE_MAX);
    }
    var parser = new Parser(source, bindings);
    var expr = parser.expression();
    if (parser.token().sort() != Sort.END) {
      throw parser.unexpected("<EOF>");
    }
    if (Depth.exceeds(expr, TREE_DEPTH_MAX, NODES_MAX)) {
      throw parser.tooDeep();
    }
    return expr;
  }

  private Expr expression() {
    deeper();
    var condition = logical("||");
    var mark = token();
    if (!take("?")) {
      depth--;
      return condition;
    }
    var then = logical("||");
    expect(":");
    var otherwise = expression();
    depth--;
    return call(mark, "_?_:_", condition, then, otherwise);
  }

  private void deeper() {
    if (++depth > DEPTH_MAX) {
      throw tooDeep();
    }
  }

  private SyntaxException tooDeep() {
    return wrong(token().offset(), "expression recursion limit exceeded: " + DEPTH_MAX);
  }

  /// Long chains become balanced trees: their depth is the logarithm of their length.
  private Expr logical(String operator) {
    var terms = new ArrayList<Expr>();
    var marks = new ArrayList<Token>();
    terms.add(operator.equals("||") ? logical("&&") : relation());
    while (token().is(operator)) {
      marks.add(advance());
      terms.add(operator.equals("||") ? logical("&&") : relation());
    }
    return balanced("_" + operator + "_", terms, marks, 0, terms.size() - 1);
  }

  private Expr balanced(String function, List<Expr> terms, List<Token> marks, int first, int last) {
    if (first == last) {
      return terms.get(first);
    }
    var middle = (first + last + 1) / 2;
    return call(
        marks.get(middle - 1),
        function,
        balanced(function, terms, marks, first, middle - 1),
        balanced(function, terms, marks, middle, last));
  }

  private Expr relation() {
    var left = sum();
    var links = 0;
    while (isSign(RELATIONS)) {
      check(++links);
      var mark = advance();
      var function = mark.text().equals("in") ? "@in" : "_" + mark.text() + "_";
      left = call(mark, function, left, sum());
    }
    return left;
  }

  private Expr sum() {
    var left = product();
    var links = 0;
    while (isSign(SUMS)) {
      check(++links);
      var mark = advance();
      left = call(mark, "_" + mark.text() + "_", left, product());
    }
    return left;
  }

  private Expr product() {
    var left = unary();
    var links = 0;
    while (isSign(PRODUCTS)) {
      check(++links);
      var mark = advance();
      left = call(mark, "_" + mark.text() + "_", left, unary());
    }
    return left;
  }

  private void check(int links) {
    if (links > DEPTH_MAX - depth) {
      throw tooDeep();
    }
  }

  private boolean isSign(Set<String> signs) {
    var token = token();
    return (token.sort() == Sort.SIGN || token.sort() == Sort.KEYWORD)
        && signs.contains(token.text());
  }

  private Expr unary() {
    var mark = token();
    if (mark.is("!")) {
      return repeated("!", "!_");
    }
    if (mark.is("-") && !isNumber(tokens.get(at + 1))) {
      return repeated("-", "-_");
    }
    return member();
  }

  private static boolean isNumber(Token token) {
    return token.sort() == Sort.INT || token.sort() == Sort.DOUBLE;
  }

  /// An even number of the same sign is none.
  private Expr repeated(String sign, String function) {
    var mark = token();
    var count = 0;
    while (token().is(sign) && !(sign.equals("-") && count > 0 && isNumber(tokens.get(at + 1)))) {
      advance();
      count++;
    }
    var operand = member();
    return count % 2 == 0 ? operand : call(mark, function, operand);
  }

  private Expr member() {
    var expr = primary();
    var links = 0;
    while (true) {
      var mark = token();
      if (mark.is(".")) {
        advance();
        expr = selection(expr, mark);
      } else if (mark.is("[")) {
        advance();
        var optional = take("?");
        var index = expression();
        expect("]");
        expr = call(mark, optional ? "_[?_]" : "_[_]", expr, index);
      } else if (mark.is("{") && Expr.qualifiedName(expr) != null) {
        expr = structOf(String.valueOf(Expr.qualifiedName(expr)));
      } else {
        return expr;
      }
      check(++links);
    }
  }

  private Expr selection(Expr operand, Token mark) {
    var optional = take("?");
    var name = token();
    if (name.sort() != Sort.IDENTIFIER && !name.is("in")) {
      throw unexpected("IDENTIFIER");
    }
    advance();
    if (optional) {
      var field = new Literal(source.newNode(name.offset()), name.text());
      return call(mark, "_?._", operand, field);
    }
    var open = token();
    if (take("(")) {
      var args = list(")");
      return macros.expand(
          new Call(source.newNode(open.offset()), operand, name.text(), args), mark.offset());
    }
    return new Select(source.newNode(mark.offset()), operand, name.text(), false);
  }

  private Expr primary() {
    var token = token();
    if (token.is("(")) {
      advance();
      var inner = expression();
      expect(")");
      return inner;
    }
    if (token.is("[")) {
      return listOf();
    }
    if (token.is("{")) {
      return mapOf();
    }
    if (token.is(".") || token.sort() == Sort.IDENTIFIER) {
      return name();
    }
    return literal();
  }

  private Expr name() {
    var start = token();
    take(".");
    var name = token();
    if (name.sort() != Sort.IDENTIFIER) {
      throw unexpected("IDENTIFIER");
    }
    advance();
    if (RESERVED.contains(name.text())) {
      throw wrong(name.offset(), "reserved identifier: " + name.text());
    }
    var open = token();
    if (take("(")) {
      var args = list(")");
      return macros.expand(
          new Call(source.newNode(open.offset()), null, name.text(), args), open.offset());
    }
    return new Ident(source.newNode(start.offset()), name.text());
  }

  private List<Expr> list(String close) {
    var all = new ArrayList<Expr>();
    if (take(close)) {
      return all;
    }
    do {
      all.add(expression());
    } while (take(","));
    expect(close);
    return all;
  }

  private Expr listOf() {
    var id = source.newNode(advance().offset());
    var elements = new ArrayList<Expr>();
    var optional = new ArrayList<Integer>();
    while (!token().is("]")) {
      if (take("?")) {
        optional.add(elements.size());
      }
      elements.add(expression());
      if (!take(",")) {
        break;
      }
    }
    expect("]");
    return new ListOf(id, elements, optional);
  }

  private Expr mapOf() {
    var id = source.newNode(advance().offset());
    var pairs = new ArrayList<Pair>();
    while (!token().is("}")) {
      var optional = take("?");
      var key = expression();
      expect(":");
      pairs.add(new Pair(key, expression(), optional));
      if (!take(",")) {
        break;
      }
    }
    expect("}");
    return new MapOf(id, pairs);
  }

  private Expr structOf(String type) {
    var id = source.newNode(advance().offset());
    var fields = new ArrayList<FieldOf>();
    while (!token().is("}")) {
      var optional = take("?");
      var name = token();
      if (name.sort() != Sort.IDENTIFIER) {
        throw unexpected("IDENTIFIER");
      }
      advance();
      var colon = source.newNode(token().offset());
      expect(":");
      fields.add(new FieldOf(colon, name.text(), expression(), optional));
      if (!take(",")) {
        break;
      }
    }
    expect("}");
    return new StructOf(id, type, fields);
  }

  private Expr literal() {
    var start = token();
    var negative = take("-");
    var token = token();
    if (negative && !isNumber(token)) {
      throw unexpected("{NUM_FLOAT, NUM_INT}");
    }
    var id = source.newNode(start.offset());
    advance();
    var digits = (negative ? "-" : "") + (token.value() instanceof String text ? text : "");
    return switch (token.sort()) {
      case INT -> new Literal(id, integer(digits, start));
      case UINT -> new Literal(id, unsigned(digits, start));
      case DOUBLE -> new Literal(id, decimal(digits, start));
      case STRING, BYTES -> new Literal(id, Objects.requireNonNull(token.value()));
      case KEYWORD ->
          switch (token.text()) {
            case "true" -> new Literal(id, true);
            case "false" -> new Literal(id, false);
            case "null" -> new Literal(id, Null.NULL);
            default -> throw unexpected(token, OPERAND);
          };
      case IDENTIFIER, SIGN, END -> throw unexpected(token, OPERAND);
    };
  }

  private static Long integer(String digits, Token at) {
    try {
      return isHex(digits)
          ? Long.parseLong(digits.replaceFirst("0[xX]", ""), 16)
          : Long.parseLong(digits);
    } catch (NumberFormatException e) {
      throw wrong(at.offset(), "invalid int literal");
    }
  }

  private static Uint unsigned(String digits, Token at) {
    try {
      return new Uint(
          isHex(digits)
              ? Long.parseUnsignedLong(digits.substring(2), 16)
              : Long.parseUnsignedLong(digits));
    } catch (NumberFormatException e) {
      throw wrong(at.offset(), "invalid uint literal");
    }
  }

  private static boolean isHex(String digits) {
    return digits.startsWith("0x")
        || digits.startsWith("0X")
        || digits.startsWith("-0x")
        || digits.startsWith("-0X");
  }

  private static Double decimal(String digits, Token at) {
    var value = Double.parseDouble(digits);
    if (Double.isInfinite(value)) {
      throw wrong(at.offset(), "invalid double literal");
    }
    return value;
  }

  private Expr call(Token mark, String function, Expr... args) {
    return new Call(source.newNode(mark.offset()), null, function, List.of(args));
  }

  private Token token() {
    return tokens.get(at);
  }

  private Token advance() {
    var token = tokens.get(at);
    if (token.sort() != Sort.END) {
      at++;
    }
    return token;
  }

  private boolean take(String sign) {
    var there = token().is(sign);
    if (there) {
      at++;
    }
    return there;
  }

  private void expect(String sign) {
    if (!take(sign)) {
      throw unexpected("'" + sign + "'");
    }
  }

  private SyntaxException unexpected(String expected) {
    return unexpected(token(), expected);
  }

  private static SyntaxException unexpected(Token token, String expected) {
    var how = token.sort() == Sort.END || !expected.equals("<EOF>") ? "mismatched" : "extraneous";
    return wrong(
        token.offset(),
        "Syntax error: " + how + " input " + token.quoted() + " expecting " + expected);
  }

  private static SyntaxException wrong(int offset, String message) {
    return new SyntaxException(new Source.Problem(offset, message));
  }
}
