package dev.podo.cel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Expressions that are true, for every function of every library.
class FunctionsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "1 + 2 * 3 == 7 && 7 / 2 == 3 && -7 % 3 == -1",
        "1u + 2u == 3u && 5u - 2u == 3u && 2u * 3u == 6u && 7u / 2u == 3u && 7u % 4u == 3u",
        "0.1 + 0.2 > 0.3 && 1.0 / 4.0 == 0.25",
        "-(1 + 1) == -2 && !false && !!true && - -3 == 3",
        "0x1F == 31 && 1e3 == 1000.0 && -9223372036854775808 < 0",
        "1 < 2.5 && 2u <= 2 && 3.0 >= 3u && 18446744073709551615u > 1 && -1 < 1u",
        "dyn(1) == 1.0 && dyn(1u) == 1 && dyn('a') != 1",
        "'a' < 'b' && b'a' < b'b' && false < true && [1, 2] != [2, 1]",
        "true ? 'x' == 'x' : 1 / 0 == 1",
        "false && 1 / 0 == 1 || true",
        "(1 / 0 == 1 && false) == false",
        "1 in [1, 2] && !('c' in {'a': 1}) && 'a' in {'a': 1}",
        "{'a': 1}.a == 1 && {'a': 1}['a'] == 1 && [1, 2][1] == 2",
        "size('p\\u00f6d') == 3 && size(b'abc') == 3 && [1, 2].size() == 2 && size({1: 2}) == 1",
        "'tri' + 'ple' == '''triple''' && b'a' + b'b' == b'ab' && [1] + [2] == [1, 2]",
        "r'\\d' == '\\\\d' && '\\x41\\u0042\\103' == 'ABC' && \"'\" == '\\''",
        "null == null && type(null) == null_type && type(1) == int && type([]) == list",
        "has({'a': 1}.a) && !has({'a': 1}.b)",
        "// a comment\n  1 == 1",
      })
  void language(String expression) {
    holds(expression);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[1, 2, 3].all(x, x > 0) && [1, 2].exists(x, x == 2) && [1, 2, 2].exists_one(x, x == 1)",
        "[1, 0].exists(x, 1 / x == 1)",
        "![0, -1].all(x, 1 / x == 1)",
        "[1, 2, 3].map(x, x * 2) == [2, 4, 6] && [1, 2, 3].map(x, x > 1, x * 2) == [4, 6]",
        "[1, 2, 3].filter(x, x % 2 == 1) == [1, 3]",
        "{'a': 1, 'b': 2}.all(k, k < 'c') && {'a': 1}.map(k, k) == ['a']",
        "[[1, 2], [3]].all(l, l.all(x, x > 0))",
        "[10, 20].all(i, v, v == (i + 1) * 10) && {'a': 1}.exists(k, v, k == 'a' && v == 1)",
        "[10, 20].existsOne(i, v, i == 1 && v == 20)",
        "[1, 2].transformList(i, v, v * 10 + i) == [10, 21]",
        "[1, 2].transformList(i, v, v > 1, v) == [2]",
        "{'a': 1}.transformMap(k, v, v + 1) == {'a': 2}",
        "{'a': 1, 'b': 5}.transformMap(k, v, v > 2, v + 1) == {'b': 6}",
        "['a', 'b'].transformMapEntry(i, v, {v: i}) == {'a': 0, 'b': 1}",
      })
  void macros(String expression) {
    holds(expression);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "int('12') == 12 && int(3.9) == 3 && int(7u) == 7 && int(timestamp('1970-01-01T00:00:10Z'))"
            + " == 10",
        "uint(3) == 3u && uint('3') == 3u && double(2) == 2.0 && double('1.5') == 1.5",
        "string(1) == '1' && string(1u) == '1' && string(true) == 'true' && string(b'x') == 'x'",
        "string(1.5) == '1.5' && string(1000000.0) == '1e+06' && string(0.1) == '0.1' &&"
            + " string(3.0) == '3'",
        "string(duration('90s')) == '90s' && string(timestamp('2026-01-02T03:04:05.5Z')) =="
            + " '2026-01-02T03:04:05.5Z'",
        "bytes('ab') == b'ab' && bool('true') && !bool('0')",
        "duration('1h30m') == duration('90m') && duration('1m') > duration('59s')",
        "timestamp('2026-01-01T00:00:00Z') + duration('24h') == timestamp('2026-01-02T00:00:00Z')",
        "timestamp('2026-01-02T00:00:00Z') - timestamp('2026-01-01T00:00:00Z') == duration('24h')",
        "timestamp('2026-02-03T04:05:06.007Z').getFullYear() == 2026",
        "timestamp('2026-02-03T04:05:06.007Z').getMonth() == 1",
        "timestamp('2026-02-03T04:05:06.007Z').getDate() == 3",
        "timestamp('2026-02-03T04:05:06.007Z').getDayOfMonth() == 2",
        "timestamp('2026-02-03T04:05:06.007Z').getDayOfYear() == 33",
        "timestamp('2026-02-01T04:05:06.007Z').getDayOfWeek() == 0",
        "timestamp('2026-02-03T04:05:06.007Z').getHours() == 4",
        "timestamp('2026-02-03T04:05:06.007Z').getHours('+02:00') == 6",
        "timestamp('2026-02-03T04:05:06.007Z').getMinutes() == 5",
        "timestamp('2026-02-03T04:05:06.007Z').getSeconds() == 6",
        "timestamp('2026-02-03T04:05:06.007Z').getMilliseconds() == 7",
        "duration('3h').getHours() == 3 && duration('3h').getMinutes() == 180",
        "type(duration('1s')) == google.protobuf.Duration",
      })
  void conversionsAndTime(String expression) {
    holds(expression);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'podo'.contains('od') && 'podo'.startsWith('po') && 'podo'.endsWith('do')",
        "'podo'.matches('^p.*o$') && !'podo'.matches('^x') && matches('a', 'a')",
        "'abc'.charAt(1) == 'b' && 'abc'.charAt(3) == ''",
        "'podo'.indexOf('o') == 1 && 'podo'.indexOf('o', 2) == 3 && 'podo'.indexOf('x') == -1",
        "'podo'.lastIndexOf('o') == 3 && 'podo'.lastIndexOf('o', 2) == 1",
        "['a', 'b'].join() == 'ab' && ['a', 'b'].join('-') == 'a-b' && [].join() == ''",
        "'PoDo'.lowerAscii() == 'podo' && 'PoDo'.upperAscii() == 'PODO'",
        "'a b a'.replace('a', 'x') == 'x b x' && 'a b a'.replace('a', 'x', 1) == 'x b a'",
        "'ab'.replace('', '-') == '-a-b-'",
        "'a,b,c'.split(',') == ['a', 'b', 'c'] && 'a,b,c'.split(',', 2) == ['a', 'b,c']",
        "'abc'.split('') == ['a', 'b', 'c'] && 'abc'.split(',', 0) == []",
        "'tacocat'.substring(4) == 'cat' && 'tacocat'.substring(0, 4) == 'taco'",
        "' x\\t'.trim() == 'x'",
        "'%s is %d, %x, %b, %o'.format(['a', 7, 255, 5, 8]) == 'a is 7, ff, 101, 10'",
        "'%.2f %s %s'.format([2.0, [1, 2], true]) == '2.00 [1, 2] true'",
        "'%X %%'.format(['k']) == '6B %'",
        "strings.quote('a\"b\\n') == '\"a\\\\\"b\\\\n\"'",
        "'abc 123'.find('[0-9]+') == '123' && 'abc'.find('[0-9]+') == ''",
        "'1 22 3'.findAll('[0-9]+') == ['1', '22', '3'] && '1 2 3'.findAll('[0-9]', 2) == ['1',"
            + " '2']",
        "jsonpatch.escapeKey('a/b~c') == 'a~1b~0c'",
      })
  void texts(String expression) {
    holds(expression);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[1, 2, 2].isSorted() && !['b', 'a'].isSorted() && [].isSorted()",
        "[1, 2, 3].sum() == 6 && [1.5, 1.5].sum() == 3.0 && [duration('1m'), duration('1s')].sum()"
            + " == duration('61s')",
        "[3, 1, 2].min() == 1 && ['a', 'c', 'b'].max() == 'c'",
        "[1, 2, 1].indexOf(1) == 0 && [1, 2, 1].lastIndexOf(1) == 2 && [1].indexOf(9) == -1",
        "[1, 2, 3, 4].slice(1, 3) == [2, 3] && [[1], [2, 3]].flatten() == [1, 2, 3]",
        "[1, 1, 2].distinct() == [1, 2] && [1, 2].reverse() == [2, 1] && lists.range(3) == [0, 1,"
            + " 2]",
        "[3, 1, 2].sort() == [1, 2, 3] && ['b', 'a'].sort() == ['a', 'b']",
        "[{'n': 2}, {'n': 1}].sortBy(e, e.n) == [{'n': 1}, {'n': 2}]",
        "[1, 2].first().value() == 1 && [1, 2].last().value() == 2 && ![].first().hasValue()",
        "sets.contains([1, 2, 3], [3, 1]) && sets.equivalent([1, 2], [2, 1, 1]) &&"
            + " sets.intersects([1], [1, 2])",
        "!sets.contains([1], [2]) && !sets.equivalent([1], [1, 2]) && !sets.intersects([1], [2])",
      })
  void lists(String expression) {
    holds(expression);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "optional.of(1).hasValue() && !optional.none().hasValue() && optional.of(1).value() == 1",
        "!optional.ofNonZeroValue(0).hasValue() && optional.ofNonZeroValue('a').value() == 'a'",
        "optional.none().orValue(2) == 2 && optional.of(1).orValue(1 / 0) == 1",
        "optional.none().or(optional.of(3)).value() == 3",
        "{'a': 1}.?a.value() == 1 && !{'a': 1}.?b.hasValue() && {'a': {'b': 2}}.?a.?b.orValue(0) =="
            + " 2",
        "{'a': 1}[?'a'].hasValue() && ![1][?5].hasValue() && [1][?0].value() == 1",
        "optional.of(2).optMap(x, x * 2).value() == 4 && !optional.none().optMap(x, x).hasValue()",
        "optional.of(2).optFlatMap(x, optional.of(x + 1)).value() == 3",
        "[?optional.none(), 1] == [1] && {?'a': optional.none(), 'b': 1} == {'b': 1}",
        "has({'a': {'b': 1}}.?a.b) && !has({'a': {'b': 1}}.?c.b)",
        "optional.of(1) == optional.of(1) && optional.none() != optional.of(1)",
      })
  void optionals(String expression) {
    holds(expression);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "quantity('1.5Gi').isGreaterThan(quantity('1Gi')) &&"
            + " quantity('1').isLessThan(quantity('2'))",
        "quantity('1000m') == quantity('1') && quantity('1').compareTo(quantity('2')) == -1",
        "isQuantity('10Mi') && !isQuantity('x')",
        "sign(quantity('-3')) == -1 && quantity('50k').isInteger() &&"
            + " !quantity('1500m').isInteger()",
        "quantity('50k').asInteger() == 50000 && quantity('500m').asApproximateFloat() == 0.5",
        "quantity('1').add(quantity('2')) == quantity('3') && quantity('1').add(2) =="
            + " quantity('3')",
        "quantity('3').sub(quantity('2')) == quantity('1') && quantity('3').sub(2) =="
            + " quantity('1')",
        "url('https://a.example:80/x/y?k=v&k=w').getScheme() == 'https'",
        "url('https://a.example:80/x/y?k=v&k=w').getHost() == 'a.example:80'",
        "url('https://a.example:80/x/y?k=v&k=w').getHostname() == 'a.example'",
        "url('https://[::1]:80/').getHostname() == '::1' && url('https://a/').getPort() == ''",
        "url('https://a.example:80/x/y?k=v&k=w').getPort() == '80'",
        "url('https://a.example/with space/').getEscapedPath() == '/with%20space/'",
        "url('https://a.example/?k=v&k=w').getQuery() == {'k': ['v', 'w']}",
        "isURL('/path') && isURL('https://a.example') && !isURL('../x') && !isURL('')",
        "ip('10.0.0.1').family() == 4 && ip('::1').family() == 6 && ip('::1') =="
            + " ip('0:0:0:0:0:0:0:1')",
        "isIP('10.0.0.1') && !isIP('10.0.0.01') && !isIP('::ffff:1.2.3.4') &&"
            + " !isIP('fe80::1%eth0')",
        "ip.isCanonical('::1') && !ip.isCanonical('0:0::1') && string(ip('2001:DB8::1')) =="
            + " '2001:db8::1'",
        "ip('0.0.0.0').isUnspecified() && ip('127.0.0.1').isLoopback() &&"
            + " ip('169.254.0.1').isLinkLocalUnicast()",
        "ip('224.0.0.1').isLinkLocalMulticast() && ip('10.0.0.1').isGlobalUnicast() &&"
            + " ip('ff02::1').isLinkLocalMulticast()",
        "cidr('10.0.0.0/8').containsIP('10.1.2.3') &&"
            + " !cidr('10.0.0.0/8').containsIP(ip('11.0.0.1'))",
        "cidr('10.0.0.0/8').containsCIDR('10.1.0.0/16') &&"
            + " !cidr('10.0.0.0/16').containsCIDR(cidr('10.0.0.0/8'))",
        "cidr('10.1.2.3/8').masked() == cidr('10.0.0.0/8') && cidr('10.0.0.0/8').prefixLength() =="
            + " 8",
        "cidr('10.1.2.3/8').ip() == ip('10.1.2.3') && isCIDR('::/0') && !isCIDR('10.0.0.0/33')",
        "string(cidr('10.0.0.0/8')) == '10.0.0.0/8' && type(ip('::1')) == net.IP",
        "!format.named('dns1123Label').value().validate('good-name').hasValue()",
        "format.dns1123Label().validate('Bad_Name').hasValue() && !format.named('nope').hasValue()",
        "!format.uuid().validate('123e4567-e89b-12d3-a456-426614174000').hasValue()",
        "!format.datetime().validate('2026-01-01T00:00:00Z').hasValue() &&"
            + " format.date().validate('x').hasValue()",
        "!format.uri().validate('https://a.example').hasValue() &&"
            + " !format.labelValue().validate('v1').hasValue()",
        "!format.byte().validate('aGk=').hasValue() &&"
            + " !format.qualifiedName().validate('a.io/b').hasValue()",
        "isSemver('1.2.3-rc.1+b') && !isSemver('v1.2') && isSemver('v1.2', true)",
        "semver('1.2.3').major() == 1 && semver('1.2.3').minor() == 2 && semver('1.2.3').patch() =="
            + " 3",
        "semver('1.2.3-rc.2').isLessThan(semver('1.2.3')) &&"
            + " semver('1.10.0').isGreaterThan(semver('1.9.0'))",
        "semver('1.0.0').compareTo(semver('1.0.0')) == 0 && semver('v01.2', true) =="
            + " semver('1.2.0')",
      })
  void kubernetes(String expression) {
    holds(expression);
  }

  private static void holds(String expression) {
    var evaluation = Scenario.plain(expression);
    assertThat(evaluation.error()).as(expression).isNull();
    assertThat(evaluation.value()).as(expression).isEqualTo(true);
  }
}
