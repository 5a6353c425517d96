namespace Spmis.Iso20022.Codes;

public static partial class ReasonCodes
{
    private const string Table = """
        AC01 the account number is wrong or unknown
        AC02 the payer's account number is wrong
        AC03 the recipient's account number is wrong
        AC04 the account is closed
        AC05 the payer's account is closed
        AC06 the account is blocked
        AC07 the recipient's account is closed
        AC08 the branch code is wrong
        AC09 the account has another currency
        AC10 the payer's account has another currency
        AC11 the recipient's account has another currency
        AC12 the account is of a kind that cannot take this payment
        AC13 the payer's account is of a kind that cannot make this payment
        AC14 the recipient's account is of a kind that cannot take this payment
        AC15 the account's details have changed
        AG01 this payment is not allowed on this account
        AG02 the bank operation code is wrong
        AG03 the bank does not offer this kind of payment
        AG04 the bank's country code is wrong
        AG05 the payer's bank has a wrong country code
        AG06 the recipient's bank has a wrong country code
        AG08 the access rights do not allow it
        AG09 the payment was never received
        AG10 the bank is suspended from the payment system
        AG11 the recipient's bank is suspended from the payment system
        AGNT the bank named is wrong
        AM01 the amount is zero
        AM02 the amount is larger than allowed
        AM03 the currency is not handled
        AM04 there is not enough money on the account
        AM05 the payment is a duplicate
        AM06 the amount is smaller than agreed
        AM07 the amount is blocked by the authorities
        AM09 the amount is not the one agreed
        AM10 the control sum does not fit
        AM11 the currency of the payment is wrong
        AM12 the amount is wrong
        AM13 the amount exceeds the clearing's limit
        AM14 the amount exceeds the limit agreed with the customer
        AM15 the amount is under the clearing's least
        AM16 the control sum of the file does not fit
        AM17 the control sum of the batch does not fit
        AM18 the number of payments does not fit
        AM19 the number of payments in the file does not fit
        AM20 the number of payments in the batch does not fit
        AM21 a limit is exceeded
        AM23 the amount exceeds the settlement limit
        ARDT the payment was already sent back
        BE01 the name does not belong to the account
        BE04 the recipient's address is missing or wrong
        BE05 the ordering party is not known
        BE06 the recipient is not known
        BE07 the payer's address is missing or wrong
        BE09 the country code is wrong
        BE10 the payer's country code is wrong
        BE11 the recipient's country code is wrong
        BE12 the recipient's country of residence is missing or wrong
        BE13 the payer's country of residence is missing or wrong
        BE14 the country of birth is missing or wrong
        BE15 an identification is missing or wrong
        BE16 the payer's identification is missing or wrong
        BE17 the recipient's identification is missing or wrong
        BE18 the contact details are missing or wrong
        BE19 the charge bearer code is wrong
        BE20 the name is longer than allowed
        BE21 a name is missing or wrong
        BE22 the recipient's name is missing or wrong
        CH03 the execution date lies too far ahead
        CH11 the recipient's identifier is wrong
        CH16 an element of the message is wrong
        CH20 the amount has more decimals than the currency
        CH21 an element that is required is missing
        CNOR the recipient's bank is not registered in this clearing
        CURR the currency is wrong
        CUST the customer asked for it
        DNOR the payer's bank is not registered in this clearing
        DS01 electronic signatures are right
        DS02 the order was cancelled by a signatory
        DS04 the order was rejected by the bank
        DT01 a date is wrong
        DT02 the creation date is wrong
        DT03 the date is no bank day
        DT04 a date in the future is not taken
        DT05 the message came after the cut-off time
        DT06 the execution date was changed
        DU01 the message number was used before
        DU02 the batch number was used before
        DU03 the payment was sent before
        DU04 the payment number was used before
        DU05 the instruction number was used before
        DUPL the payment is a duplicate
        ED01 no correspondent bank can be used
        ED03 the balance was asked for
        ED05 the settlement failed
        ERIN the bank does not support the extended remittance information
        FF01 the file's format is wrong
        FF02 the syntax is wrong
        FF03 the payment type is wrong
        FF04 the service level is wrong
        FF05 the local instrument is wrong
        FF06 the category purpose is wrong
        FF07 the purpose is wrong
        FF08 the end-to-end number is missing or wrong
        FF09 the cheque number is wrong
        FF10 the bank's system failed
        FF11 the clearing request was withdrawn
        FOCR it follows a cancellation request
        FR01 it is suspected fraud
        FRAD it is of fraudulent origin
        FRAU it is suspected fraud
        G000 the payment is tracked
        LEGL a law or court decides so
        MD01 there is no mandate
        MD02 the mandate lacks information
        MD05 the collection was not due
        MD06 the customer asked for the money back
        MD07 the recipient has died
        MS02 the customer gave no reason
        MS03 the bank gave no reason
        NARR see the bank's words
        NERI credited without the extended remittance information
        NOAS the recipient did not answer
        NOCM it breaks the bank's customer rules
        NOOR the original payment was never received
        RC01 the bank identifier is wrong
        RC02 the bank identifier is wrong or missing
        RC03 the payer's bank identifier is wrong or missing
        RC04 the recipient's bank identifier is wrong or missing
        RC05 the BIC is wrong or missing
        RC06 the payer's BIC is wrong or missing
        RC07 the recipient's BIC is wrong or missing
        RC08 the clearing member number is wrong or missing
        RC09 the payer's clearing member number is wrong or missing
        RC10 the recipient's clearing member number is wrong or missing
        RC11 an intermediary bank is wrong or missing
        RC12 the recipient's scheme identification is missing
        RF01 the reference was used before
        RR01 the payer's account or identification is missing
        RR02 the payer's name or address is missing
        RR03 the recipient's name or address is missing
        RR04 a regulation forbids it
        RR05 the regulatory information is missing or wrong
        RR06 the tax information is missing or wrong
        RR07 the remittance information is missing or wrong
        RR08 the remittance information is cut
        RR09 the structured reference is wrong
        RR10 a character is not of the agreed set
        RR12 an identification required is wrong or missing
        RUTA returned because the bank cannot act on it
        SL01 a service agreed with the payer's bank forbids it
        SL02 a service agreed with the recipient's bank forbids it
        SL03 the clearing's service forbids it
        SL11 the recipient is not on the payer's list of allowed ones
        SL12 the recipient is on the payer's list of barred ones
        TA01 the transmission was aborted
        TD01 no data were available
        TD02 the file cannot be read
        TD03 the file's structure is wrong
        TM01 it came after the cut-off time
        TS01 the transmission was aborted
        UPAY the payment was not due
        """;
}
