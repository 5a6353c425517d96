namespace Spmis.Tests.Rules;

/// <summary>Writes random expressions that the checker accepts, every construct among them, over the facts and figures of <see cref="TestScheme"/>.</summary>
internal sealed class ExpressionWriter(Random random)
{
    private int depth;
    private int lists;

    public string Any() => random.Next(7) switch
    {
        0 => Bool(),
        1 => $"round({Money()}, {One("1", "10", "0.1", "0.05")}, {One("up", "down", "half_up", "half_down", "half_even")})",
        2 => Number(),
        3 => Int(),
        4 => Date(),
        5 => Month(),
        _ => $"exact({Money()})",
    };

    private string Bool() => Deep(
        ["yes_no", "other", "n > 2", "sex == male", "words has poor", "m >= 2024-01"],
        () => random.Next(15) switch
        {
            0 => $"({Bool()} and {Bool()})",
            1 => $"({Bool()} or {Bool()})",
            2 => $"not ({Bool()})",
            3 => $"{Money()} {Sign()} {Money()}",
            4 => $"{Number()} {Sign()} {Int()}",
            5 => $"{Date()} {Sign()} {Date()}",
            6 => $"{Month()} {Sign()} {Month()}",
            7 => $"{Duration()} {Sign()} {Duration()}",
            8 => $"known({Money()})",
            9 => $"sex in (male, female) and pronoun[sex] != 'he'",
            10 => $"if_known({Bool()}, {Bool()})",
            11 => List("any", Bool),
            12 => List("all", Bool),
            13 => Periods(),
            _ => $"(if ({Bool()} or other) then yes_no else other)",
        });

    private string Money() => Deep(
        ["a", "b", "limit@day", "limit@m", "120.25 KES", "limit@2023-05-01"],
        () => random.Next(16) switch
        {
            0 => $"({Money()} + {Money()})",
            1 => $"({Money()} - {Money()})",
            2 => $"({Money()} * {Number()})",
            3 => $"({Money()} / {Number()})",
            4 => $"({Number()} * ({Money()} / {Number()}))",
            5 => $"min({Money()}, {Money()}, 50)",
            6 => $"clamp({Money()}, {Money()}, {Money()})",
            7 => $"(if ({Bool()} or other) then {Money()} else 0)",
            8 => $"round({Money()}, 0.01, {One("up", "half_down")})",
            9 => $"scale{One("", "_whole")}(steps@day, {Money()})",
            10 => $"prorate({Money()}, {Int()}, {Int()})",
            11 => List("sum", Money),
            12 => List(One("max", "min"), Money),
            13 => Ranked(),
            14 => $"uprate({Money()}, raises, {One("2020", "2021", "n")}, {One("2023", "2022", "2018 + n", "year_of(day)")}, {One("1", "0.1")}, {One("down", "half_up")})",
            _ => $"abs({Money()})",
        });

    private string Number() => Deep(
        ["x", "p", "2.5", "12%", "n", "share[sex]", "class_rate[n]", "3"],
        () => random.Next(10) switch
        {
            0 => $"({Number()} + {Number()})",
            1 => $"({Number()} * {Number()})",
            2 => $"({Number()} / {Number()})",
            3 => $"({Money()} / {Money()})",
            4 => $"interpolate(curve, {Number()})",
            5 => $"max({Number()}, {Int()})",
            6 => $"round({Number()}, 0.25, half_even)",
            7 => $"({Duration()} / {Duration()})",
            8 => $"(-{Number()})",
            _ => Int(),
        });

    private string Int() => Deep(
        ["n", "3", "count_needed", "0"],
        () => random.Next(13) switch
        {
            0 => $"({Int()} + {Int()})",
            1 => $"({Int()} * {Int()})",
            2 => $"floor({Number()})",
            3 => $"ceil({Number()})",
            4 => $"{One("completed_months", "started_months", "completed_years", "days_between")}({Date()}, {Date()})",
            5 => $"months_between({Month()}, {Month()})",
            6 => $"{One("year_of", "quarter_of", "month_number")}({One(Date(), Month())})",
            7 => $"in_months({Duration()})",
            8 => $"in_days({Date()} - {Date()})",
            9 => $"clamp({Int()}, 0, {Int()})",
            10 => List("count", null),
            11 => List("sum", Int),
            _ => $"(if ({Bool()} or other) then {Int()} else {Int()})",
        });

    private string Date() => Deep(
        ["born", "day", "day_needed", "2024-02-29"],
        () => random.Next(8) switch
        {
            0 => $"({Date()} + {Duration()})",
            1 => $"({Date()} - {Int()} * 1 day)",
            2 => $"first_day({Month()})",
            3 => $"last_day({Month()})",
            4 => $"nth_day({Month()}, {Int()})",
            5 => $"{One("next", "previous")}_working_day({Date()})",
            6 => $"date_of({Int()}, {Int()}, {Int()})",
            _ => $"max({Date()}, {Date()})",
        });

    private string Month() => Deep(["m", "2024-06", "month_of(day)"], () => random.Next(3) switch
    {
        0 => $"({Month()} + {Duration()})",
        1 => $"month_of({Date()})",
        _ => List("max", () => lists > 0 ? "record.month" : "m"),
    });

    private string Duration() => Deep(["6 months", "2 years", "age_needed"], () => random.Next(4) switch
    {
        0 => $"age_at({Date()}, {Date()})",
        1 => $"age_at_eve({Date()}, {Date()})",
        2 => $"months({Int()})",
        _ => $"({Month()} - {Month()})",
    });

    private string Ranked()
    {
        if (lists > 0)
        {
            return "record.paid";
        }

        lists++;
        var (amount, where) = (One("record.base", "record.paid"), random.Next(2) == 0 ? "" : " where " + Record());
        lists--;
        return random.Next(3) switch
        {
            0 => $"best({Int()}, {amount} over months_list{where})",
            1 => $"last({Int()}, {amount} over months_list by {One("record.month", "record.on", "record.n")}{where})",
            _ => $"highest_quarter({amount} over months_list by record.month{where})",
        };
    }

    private string Periods()
    {
        if (lists > 0)
        {
            return "record.paid > record.base";
        }

        lists++;
        var where = random.Next(2) == 0 ? "" : " where " + Record();
        lists--;
        return $"overlaps({One("record.month, record.month + 1 month", "record.on, record.on + 40 days", "record.on, day")} over months_list{where})";
    }

    private string List(string function, Func<string>? operand)
    {
        if (lists > 0)
        {
            return operand is null ? "record.n" : operand();
        }

        lists++;
        var where = random.Next(2) == 0 ? "" : " where " + Record();
        var list = operand is null ? $"count(months_list{where})" : $"{function}({Inside(function, operand)} over months_list{where})";
        lists--;
        return list;
    }

    private string Inside(string function, Func<string> operand) => (function, random.Next(2)) switch
    {
        ("any" or "all", 0) => Record(),
        _ => operand(),
    };

    private string Record() => One("record.n > 1", "record.base >= record.paid", "record.note == 'ok'", "record.month < m", "record.on >= day", "record.paid > limit@record.month", "yes_no");

    private string Sign() => One("==", "!=", "<", "<=", ">", ">=");

    private string Deep(string[] leaves, Func<string> write)
    {
        if (depth >= 4 || random.Next(5) == 0)
        {
            return One(leaves);
        }

        depth++;
        var written = write();
        depth--;
        return written;
    }

    private string One(params string[] choices) => choices[random.Next(choices.Length)];
}
