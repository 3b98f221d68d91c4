"""What tests of the user's own facts share: one Chinese company held, and an institution that names it."""

KEY = "correct horse battery staple"
AS_OF = "2026-09-30"
TENCENT = "TENCENT HLDGS LTD"
HOLDINGS = f"""As of {AS_OF}
Account,Security,ISIN,Ticker,Exchange,Country,Asset Type,Quantity,Price,Market Value
A1,{TENCENT},KYG875721634,700,XHKG,CN,Common Stock,100,50.00,5000.00
Total,,,,,,,,,5000.00
"""
INSTITUTION = """[[institution]]
id = "birch-hall"
name = "Birch Hall University"
public = "no"
state = ""
assets_usd = "900000000"

[[institution.mandate]]
rule = "own-policy"
notice_date = "2026-07-01"
document = "Investment policy, section 4"
issuers = ["tencent"]
"""
WAIVED = INSTITUTION + 'waived = ["tencent"]\n'
